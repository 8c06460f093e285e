"""What a change of prices means for members: who could afford something before it and no longer can. Of what is staged."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from marketplace import ledger
from marketplace.core.db import execute

RISE_OF_WITHDRAWN = 10_000  # per cent; what is withdrawn counts as a rise above every cap

# The prices of what is staged and of what is left out, before and after; without `after` it can no longer be had.
_MEANT = """WITH prices AS (
    SELECT o.id AS offer_id, d.price_points AS before,
           CASE WHEN o.id = ANY (%(left_out)s) THEN NULL ELSE s.prices[array_position(s.values, d.value)] END AS after
      FROM offers o JOIN denominations d ON d.offer_id = o.id AND d.active LEFT JOIN staged_offers s ON s.offer_id = o.id
     WHERE o.published AND (s.offer_id IS NOT NULL OR o.id = ANY (%(left_out)s))
    UNION ALL
    SELECT o.id, o.price_min, CASE WHEN o.id = ANY (%(left_out)s) THEN NULL ELSE s.price_min END
      FROM offers o LEFT JOIN staged_offers s ON s.offer_id = o.id
     WHERE o.published AND o.price_min IS NOT NULL AND (s.offer_id IS NOT NULL OR o.id = ANY (%(left_out)s)))
    SELECT count(*) FILTER (WHERE after > before) AS risen, count(*) FILTER (WHERE after IS NULL) AS gone,
           coalesce(max(ceil((after - before) * 100.0 / before)) FILTER (WHERE after > before), 0)::bigint AS percent,
           coalesce(range_agg(int8range(before, after)) FILTER (WHERE after IS NULL OR after > before), '{}')::text AS between
      FROM prices"""

# The offers that are staged with other prices or values than they have, and those that are left out.
_REPRICED = """SELECT o.id FROM staged_offers s JOIN offers o ON o.id = s.offer_id
     WHERE o.price_min IS DISTINCT FROM s.price_min OR o.price_max IS DISTINCT FROM s.price_max
        OR (SELECT array_agg(ARRAY[d.value, d.price_points, d.old_price_points] ORDER BY d.value) FROM denominations d WHERE d.offer_id = o.id AND d.active)
           IS DISTINCT FROM (SELECT array_agg(ARRAY[v.value, v.price, v.old] ORDER BY v.value) FROM unnest(s.values, s.prices, s.old_prices) AS v (value, price, old))
    UNION SELECT unnest(%(left_out)s::bigint[]) ORDER BY 1 LIMIT %(most)s"""
REPRICED_MAX = 2_000  # offers that a preview remembers


class Impact(NamedTuple):
    """What a change means.

    How many prices rise, by how many per cent at most (rounded up); how many things can no longer be had; how many members could
    afford one of these before and no longer can; how many brands come into the shop with it; the ids of offers whose prices or values
    change or that leave the shop, the first REPRICED_MAX.
    """

    risen: int
    rise_percent: int
    gone: int
    members: int
    new_brands: int
    repriced: Sequence[int] = ()

    @property
    def size(self) -> int:
        """What a rule of approval compares with its cap: the greatest rise in per cent; what is gone, or new, is above any."""
        return RISE_OF_WITHDRAWN if self.gone or self.new_brands else min(self.rise_percent, RISE_OF_WITHDRAWN)


def impact(programme_id: int, left_out: list[int], added_to: Collection[int]) -> Impact:
    """What the staged offers mean for members, with the withdrawal of `left_out` and new offers of the brands `added_to`."""
    row = execute(_MEANT, {"left_out": left_out}).one()
    members = ledger.members_between(programme_id, row.between) if row.between != "{}" else 0
    known = execute(
        "SELECT count(DISTINCT brand_id) FROM offers WHERE brand_id = ANY (%(brands)s) AND published",
        {"brands": list(added_to)},
    ).scalar_one()
    repriced = execute(_REPRICED, {"left_out": left_out, "most": REPRICED_MAX}).scalars()
    return Impact(row.risen, row.percent, row.gone, members, len(added_to) - known, list(repriced))
