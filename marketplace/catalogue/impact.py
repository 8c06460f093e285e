"""What a change of prices means for members: who could afford something before it and no longer can, whose wishes it touches. Of what is staged."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from marketplace import ledger
from marketplace.core.db import execute

RISE_OF_WITHDRAWN = 10_000  # per cent; what is withdrawn counts as a rise above every cap

# What members can order of what is staged or left out, each thing with its price before and after: every denomination, and of a range
# its least and its greatest value, for the rate alone would not show a range that is cut. Without `after` it can no longer be had; where
# money is taken, too, fewer points are `enough`. A coarser step takes values away between the ends. All moves are in per cent.
_MEANT = """WITH things AS (
    SELECT o.id, d.value AS thing, d.price_points AS before, s.prices[array_position(s.values, d.value)] AS after, false AS coarser,
           o.min_points, s.min_points AS new_min_points, o.money_rate, s.money_rate AS new_money_rate
      FROM offers o JOIN denominations d ON d.offer_id = o.id AND d.active LEFT JOIN staged_offers s ON s.offer_id = o.id
     WHERE o.published AND (s.offer_id IS NOT NULL OR o.id = ANY (%(left_out)s))
    UNION ALL
    SELECT o.id, 0, ceil(one.value::numeric * o.rate_points / o.rate_value)::bigint,
           CASE WHEN one.value BETWEEN s.value_min AND s.value_max AND (mod(one.value, s.value_step) = 0 OR one.value IN (s.value_min, s.value_max))
                THEN ceil(one.value::numeric * s.rate_points / s.rate_value)::bigint END,
           mod(o.value_step, s.value_step) <> 0, o.min_points, s.min_points, o.money_rate, s.money_rate
      FROM offers o CROSS JOIN LATERAL unnest(ARRAY[o.value_min, o.value_max]) AS one (value) LEFT JOIN staged_offers s ON s.offer_id = o.id
     WHERE o.published AND o.value_min IS NOT NULL AND (s.offer_id IS NOT NULL OR o.id = ANY (%(left_out)s))),
    compared AS (
    SELECT (id, thing) AS thing, after IS NULL OR coarser IS TRUE AS gone, min_points IS NOT NULL AS mixed, least(before, min_points) AS enough,
           CASE WHEN after IS NOT NULL THEN least(after, new_min_points) END AS enough_after, (after - before) * 100.0 / before AS dearer,
           (after::numeric * new_money_rate - before::numeric * money_rate) * 100 / (before::numeric * money_rate) AS money_dearer
      FROM things),
    measured AS (
    SELECT thing, gone, enough, enough_after, ceil(-least(dearer, money_dearer)) AS fall,
           ceil(greatest(dearer, money_dearer, CASE WHEN mixed THEN (enough_after - enough) * 100.0 / enough END)) AS rise
      FROM compared)
    SELECT count(DISTINCT thing) FILTER (WHERE rise > 0) AS risen, count(DISTINCT thing) FILTER (WHERE gone) AS gone,
           count(DISTINCT thing) FILTER (WHERE fall > 0) AS fallen,
           coalesce(max(rise) FILTER (WHERE rise > 0), 0)::bigint AS percent, coalesce(max(fall) FILTER (WHERE fall > 0), 0)::bigint AS fall,
           coalesce(range_agg(int8range(enough, enough_after)) FILTER (WHERE enough_after IS NULL OR enough_after > enough), '{}')::text AS between
      FROM measured"""

# Offers that fewer members can have, for a shorter time, less often, or on terms that nobody could compare with the old ones.
_RESTRICTED = """SELECT count(*) FROM staged_offers s JOIN offers o ON o.id = s.offer_id
     WHERE o.published AND (
           (s.brand_id, s.kind, s.fulfilment, s.currency) IS DISTINCT FROM (o.brand_id, o.kind, o.fulfilment, o.currency)
        OR (s.min_points IS NOT NULL AND o.min_points IS NULL)
        OR s.validity_days < o.validity_days
        OR coalesce(s.per_member_limit, 2147483647) < coalesce(o.per_member_limit, 2147483647)
        OR coalesce(s.total_limit, 2147483647) < coalesce(o.total_limit, 2147483647)
        OR s.tier NOT IN ('', o.tier)
        OR coalesce(s.starts_at, '-infinity') > coalesce(o.starts_at, '-infinity')
        OR coalesce(s.ends_at, 'infinity') < coalesce(o.ends_at, 'infinity'))"""

# The offers that are staged with other prices or values than they have, and those that are left out.
_REPRICED = """SELECT o.id FROM staged_offers s JOIN offers o ON o.id = s.offer_id
     WHERE (o.currency, o.value_min, o.value_max, o.value_step, o.rate_points, o.rate_value, o.min_points, o.money_rate)
           IS DISTINCT FROM (s.currency, s.value_min, s.value_max, s.value_step, s.rate_points, s.rate_value, s.min_points, s.money_rate)
        OR (SELECT array_agg(ARRAY[d.value, d.price_points, d.old_price_points] ORDER BY d.value) FROM denominations d WHERE d.offer_id = o.id AND d.active)
           IS DISTINCT FROM (SELECT array_agg(ARRAY[v.value, v.price, v.old] ORDER BY v.value) FROM unnest(s.values, s.prices, s.old_prices) AS v (value, price, old))
    UNION SELECT unnest(%(left_out)s::bigint[]) ORDER BY 1 LIMIT %(most)s"""
REPRICED_MAX = 2_000  # offers that a preview remembers


# What is dearer or can no longer be had, with the values it is about and what a value cost and will cost: a denomination is
# a range of one value at its price. Without new prices it is gone.
_MOVED = """WITH moved AS (
    SELECT o.id, d.value AS value_min, d.value AS value_max, d.price_points AS points, d.value AS per, d.value AS new_min, d.value AS new_max,
           CASE WHEN o.id = ANY (%(left_out)s) THEN NULL ELSE s.prices[array_position(s.values, d.value)] END AS new_points, d.value AS new_per
      FROM offers o JOIN denominations d ON d.offer_id = o.id AND d.active LEFT JOIN staged_offers s ON s.offer_id = o.id
     WHERE o.published AND (s.offer_id IS NOT NULL OR o.id = ANY (%(left_out)s))
    UNION ALL
    SELECT o.id, o.value_min, o.value_max, o.rate_points, o.rate_value, s.value_min, s.value_max,
           CASE WHEN o.id = ANY (%(left_out)s) THEN NULL ELSE s.rate_points END, s.rate_value
      FROM offers o LEFT JOIN staged_offers s ON s.offer_id = o.id
     WHERE o.published AND o.value_min IS NOT NULL AND (s.offer_id IS NOT NULL OR o.id = ANY (%(left_out)s)))
    SELECT id, value_min, value_max, points, per, new_min, new_max, new_points, new_per FROM moved
     WHERE new_points IS NULL OR new_points > points OR (new_min, new_max, new_per) IS DISTINCT FROM (value_min, value_max, per)"""


class Moved(NamedTuple):
    """Values of an offer that are dearer, or gone: `points` for each `per` before, both rounded up; `new_points` None: gone.

    Of values outside of `new_min` to `new_max` none is left. All in minor units.
    """

    offer_id: int
    value_min: int
    value_max: int
    points: int
    per: int
    new_min: int | None
    new_max: int | None
    new_points: int | None
    new_per: int | None


class Wishes(NamedTuple):
    """How many wishes can no longer be fulfilled, and how many cost more than their member has, who could pay them before."""

    gone: int
    beyond: int


CountWishes = Callable[[int, Sequence[Moved]], Wishes]
# Wishes stand above the catalogue: whoever composes the application says who counts them.
_counting: list[CountWishes] = []


def count_wishes_with(count: CountWishes) -> None:
    """Have the wishes that a change touches counted so: of a programme, by what is dearer or gone."""
    _counting[:] = [count]


class Impact(NamedTuple):
    """What a change means.

    How many prices rise, by how many per cent at most (rounded up); how many things can no longer be had; how many members could
    afford one of these before and no longer can; how many brands come into the shop with it; the ids of offers whose prices or values
    change or that leave the shop, the first REPRICED_MAX; how many wishes
    can no longer be fulfilled, and how many are now beyond what their member has; how many prices fall, by how many per cent at most
    (rounded up); how many offers fewer members can have, for a shorter time, less often or on quite other terms.

    A price is what it costs in points, in money where that is taken, or the points that are needed even then, whichever moves most. A
    denomination is one thing, and so is a range.
    """

    risen: int
    rise_percent: int
    gone: int
    members: int
    new_brands: int
    repriced: Sequence[int] = ()
    wishes_gone: int = 0
    wishes_beyond: int = 0
    fallen: int = 0
    fall_percent: int = 0
    restricted: int = 0

    @property
    def size(self) -> int:
        """What a rule of approval compares with its cap: the greatest rise or fall in per cent; what is gone, restricted or new is above any.

        A fall counts because a zero that somebody forgot sells everything for next to nothing before anybody notices.
        """
        if self.gone or self.restricted or self.new_brands:
            return RISE_OF_WITHDRAWN
        return min(max(self.rise_percent, self.fall_percent), RISE_OF_WITHDRAWN)


def impact(programme_id: int, left_out: list[int], added_to: Collection[int]) -> Impact:
    """What the staged offers mean for members, with the withdrawal of `left_out` and new offers of the brands `added_to`."""
    row = execute(_MEANT, {"left_out": left_out}).one()
    members = ledger.members_between(programme_id, row.between) if row.between != "{}" else 0
    known = execute(
        "SELECT count(DISTINCT brand_id) FROM offers WHERE brand_id = ANY (%(brands)s) AND published",
        {"brands": list(added_to)},
    ).scalar_one()
    repriced = execute(_REPRICED, {"left_out": left_out, "most": REPRICED_MAX}).scalars()
    return Impact(
        row.risen,
        row.percent,
        row.gone,
        members,
        len(added_to) - known,
        list(repriced),
        *_wishes(programme_id, left_out),
        row.fallen,
        row.fall,
        execute(_RESTRICTED).scalar_one(),
    )


def _wishes(programme_id: int, left_out: list[int]) -> Wishes:
    moved = [Moved(*one) for one in execute(_MOVED, {"left_out": left_out})] if _counting else []
    return _counting[0](programme_id, moved) if moved else Wishes(0, 0)
