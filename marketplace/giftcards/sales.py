"""What was sold of late, for anyone who must load more in time."""

from collections.abc import Iterable
from datetime import date

from marketplace.core.db import execute


def sold_by_day(brand_ids: Iterable[int], *, since: date, time_zone: str) -> dict[int, dict[date, int]]:
    """For each denomination of these brands, how many loaded codes were handed over on which day since then; void ones are not counted."""
    rows = execute(
        """SELECT c.denomination_id AS denomination, (g.issued_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS cards
             FROM giftcards g JOIN codes c ON c.id = g.code_id
            WHERE g.issued_at >= %(since)s::timestamp AT TIME ZONE %(zone)s AND g.brand_id = ANY (%(brands)s) AND g.state <> 'void'
              AND c.denomination_id IS NOT NULL GROUP BY 1, 2""",
        {"brands": list(brand_ids), "since": since, "zone": time_zone},
    )
    sold: dict[int, dict[date, int]] = {}
    for row in rows:
        sold.setdefault(row.denomination, {})[row.day] = row.cards
    return sold
