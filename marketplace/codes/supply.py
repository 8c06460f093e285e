"""How much there is left to sell, for whoever must order more in time."""

from datetime import date
from typing import NamedTuple

from marketplace.core.db import execute

LOW = 10  # an offer with fewer free codes is low
CAPPED = 1_000  # nobody needs the figure above it, and counting costs
BRANDS = 50


class Supply(NamedTuple):
    """Offers sold from stock by how many codes they have left, and the brands with the fewest free codes."""

    out: int
    low: int
    enough: int
    scarcest: list[tuple[int, str, int]]  # programme, brand, free codes


def supply(today: date) -> Supply:
    """What is published and sold from stock; each denomination counts at most CAPPED free codes."""
    row = execute(
        """WITH free AS (
               SELECT o.id AS offer, b.programme_id, b.slug, (SELECT count(*) FROM (
                          SELECT FROM free_codes f WHERE f.denomination_id = d.id AND f.expires_on >= %(today)s
                           LIMIT %(capped)s) few) AS codes
                 FROM denominations d JOIN offers o ON o.id = d.offer_id JOIN brands b ON b.id = o.brand_id
                WHERE d.active AND o.published AND o.fulfilment = 'stock'),
           offers AS (SELECT offer, sum(codes) AS codes FROM free GROUP BY offer),
           scarcest AS (SELECT programme_id, slug, sum(codes)::bigint AS codes FROM free GROUP BY 1, 2 ORDER BY 3, 1, 2
                         LIMIT %(brands)s)
           SELECT count(*) FILTER (WHERE codes = 0) AS out, count(*) FILTER (WHERE codes BETWEEN 1 AND %(low)s - 1) AS low,
                  count(*) FILTER (WHERE codes >= %(low)s) AS enough,
                  coalesce((SELECT jsonb_agg(jsonb_build_array(programme_id, slug, codes)) FROM scarcest), '[]') AS scarcest
             FROM offers""",
        {"today": today, "capped": CAPPED, "low": LOW, "brands": BRANDS},
    ).one()
    return Supply(row.out, row.low, row.enough, [(number, slug, codes) for number, slug, codes in row.scarcest])
