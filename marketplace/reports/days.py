"""What a programme did day by day, in its own time zone: orders placed, points earned, spent and expired."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from marketplace.core.db import execute

DAYS_MAX = 366


class Day(NamedTuple):
    """One day; points in the programme's minor unit. What was returned or taken back is not taken off."""

    day: date
    orders: int
    earned: int
    spent: int
    expired: int


def by_day(programme_id: int, *, since: date, until: date, time_zone: str) -> list[Day]:
    """Every day from `since` to `until`, both counted, oldest first; a quiet one has zero. At most DAYS_MAX days."""
    days = (until - since).days + 1
    assert 0 < days <= DAYS_MAX, "a span of days"
    zone = ZoneInfo(time_zone)
    asked = {
        "programme": programme_id, "zone": time_zone, "start": _midnight(since, zone), "stop": _midnight(until + timedelta(1), zone),
    }  # fmt: skip
    orders = {row.day: row.orders for row in execute(_ORDERS, asked)}
    points = {row.day: (row.earned, row.spent, row.expired) for row in execute(_POINTS, asked)}
    every = [since + timedelta(at) for at in range(days)]
    return [Day(day, orders.get(day, 0), *points.get(day, (0, 0, 0))) for day in every]


_ORDERS = """
    SELECT (placed_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS orders FROM orders
     WHERE placed_at >= %(start)s AND placed_at < %(stop)s AND programme_id = %(programme)s GROUP BY 1"""
# Of members' accounts alone: what was spent stands there as an order, or as a hold that became one.
_POINTS = """
    SELECT (e.at AT TIME ZONE %(zone)s)::date AS day,
           coalesce(sum(e.amount) FILTER (WHERE t.kind IN ('accrual', 'adjustment') AND e.amount > 0), 0)::bigint AS earned,
           coalesce(-sum(e.amount) FILTER (WHERE t.kind IN ('order', 'hold') AND e.amount < 0), 0)::bigint AS spent,
           coalesce(-sum(e.amount) FILTER (WHERE t.kind IN ('expiry', 'erasure')), 0)::bigint AS expired
      FROM entries e JOIN transfers t ON t.id = e.transfer_id JOIN accounts a ON a.id = e.account_id
     WHERE e.at >= %(start)s AND e.at < %(stop)s AND a.programme_id = %(programme)s AND a.kind = 'member' AND a.unit = 'points'
     GROUP BY 1"""


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
