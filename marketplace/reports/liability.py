"""What members could still spend, at any moment: by when it was earned and when it expires, to the last unit of the ledger; and breakage."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from marketplace.core.db import execute


class Lots(NamedTuple):
    """Points that were earned in one month and expire in one month (None: never), in the programme's minor unit.

    funder: who paid for them: the programme, the bank, or the member. fresh: so lately that they cannot be spent yet.
    """

    earned_in: date
    expires_in: date | None
    funder: str
    fresh: bool
    points: int


# By funder, the least and the highest price of a whole point in contracts, in millionths of a minor unit.
Prices = Mapping[str, tuple[int, int]]


class Worth(NamedTuple):
    """What points come to at the prices of contracts: the least and the most in minor units, and the points for which no contract names a price."""

    least: int
    most: int
    unpriced: int


def worths(rows: Iterable[Iterable[Lots]], prices: Prices, *, decimals: int) -> list[Worth]:
    """What each row of lots comes to, in their order, so that they add up to what all of them come to together: parts of a unit are carried on."""
    found, so_far, before = list[Worth](), list[Lots](), Worth(0, 0, 0)
    for lots in rows:
        so_far.extend(lots)
        now = worth(so_far, prices, decimals=decimals)
        found.append(Worth(*(one - other for one, other in zip(now, before, strict=True))))
        before = now
    return found


def worth(lots: Iterable[Lots], prices: Prices, *, decimals: int) -> Worth:
    """What lots come to. What each funder's come to is rounded down once."""
    held = Counter[str]()
    for one in lots:
        held[one.funder] += one.points
    least, most = (
        sum(
            points * prices[funder][side] // 10 ** (6 + decimals) for funder, points in held.items() if funder in prices
        )
        for side in (0, 1)
    )
    return Worth(least, most, sum(points for funder, points in held.items() if funder not in prices))


class Liability(NamedTuple):
    """What a programme owes its members at a moment.

    lots: what can be spent, now or once it is no longer fresh. held: what is set aside for orders that are not done. debts: what members owe, above zero.
    ledger: what the entries of all these accounts come to. It ties when nothing is between them.
    """

    at: datetime
    lots: list[Lots]
    held: int
    debts: int
    ledger: int

    @property
    def spendable(self) -> int:
        """What members could spend."""
        return sum(one.points for one in self.lots if not one.fresh)

    @property
    def fresh(self) -> int:
        """What members have bought and cannot spend yet."""
        return sum(one.points for one in self.lots if one.fresh)

    @property
    def funded(self) -> Counter[str]:
        """What members have, whether it can be spent yet or not, by who paid for it."""
        found = Counter[str]()
        for one in self.lots:
            found[one.funder] += one.points
        return found

    @property
    def total(self) -> int:
        """What is owed: spendable, fresh and held, less what members owe."""
        return self.spendable + self.fresh + self.held - self.debts

    @property
    def ties(self) -> bool:
        """Whether the lots come to what the ledger says, to the last unit."""
        return self.total == self.ledger


class Breakage(NamedTuple):
    """What may be taken as income of points that are never spent, by both methods of ASC 606 and IFRS 15; in points.

    spent: handed over for good; what is only set aside for an order is not. expired: also what an erased member left.
    rate_ppm: of the points whose last day is past, so many millionths expired and were not spent; None while there are none.
    proportional: income as points are spent, at that rate (ASC 606-10-55-48: in proportion to the rights that were exercised); None without a rate.
    remote: income once it is remote that points will be spent: when they have expired.
    """

    spent: int
    expired: int
    rate_ppm: int | None
    proportional: int | None
    remote: int


def liability(programme_id: int, at: datetime, *, time_zone: str) -> Liability:
    """What was owed at a moment, also a past one: entries after it are not counted. Months are those of the time zone."""
    asked = {"programme": programme_id, "at": at, "zone": time_zone}
    sums = execute(_SUMS, asked).one()
    return Liability(at, [Lots(*row) for row in execute(_LOTS, asked)], sums.held, sums.debts, sums.ledger)


def liability_by_month(
    programme_id: int, until: datetime, *, time_zone: str, months: int = 12
) -> list[tuple[date, int]]:
    """What was owed at the end of each month, the last one at `until`; oldest first."""
    rows = execute(_MONTHS, {"programme": programme_id, "at": until, "zone": time_zone, "months": months})
    return [(row.month, row.owed) for row in rows]


def breakage(programme_id: int, at: datetime, *, time_zone: str) -> Breakage:
    """What of all points was spent and what expired until a moment, and what both methods make of it. Days are those of the time zone.

    The rate is that of lots whose last day is past, for only of them is it known how they ended. What came back after that day began a lot of its own,
    and stays spent in the first, so that the rate is rather too low than too high.
    """
    row = execute(_ENDED, {"programme": programme_id, "at": at, "zone": time_zone}).one()
    ended, unspent = row.ended_spent + row.ended_expired, row.expired + row.left
    rate = row.ended_expired * 1_000_000 // ended if ended else None
    # Of e points that will expire beside s that will be spent, e/s become income with each point that is spent; together never more than was not
    # spent. Where all that ended expired, none are expected to be spent, and what has expired is income.
    proportional = min(row.spent * row.ended_expired // row.ended_spent, unspent) if row.ended_spent else row.expired
    return Breakage(row.spent, row.expired, rate, None if rate is None else proportional, row.expired)


_LOTS = """
    SELECT date_trunc('month', t.at AT TIME ZONE %(zone)s)::date, date_trunc('month', l.expires_on)::date, l.funder,
           coalesce(l.usable_from > ((%(at)s::timestamptz - interval '1 microsecond') AT TIME ZONE %(zone)s)::date, false),
           sum(l.amount + coalesce(m.moved, 0))::bigint
      FROM lots l JOIN accounts a ON a.id = l.account_id AND a.programme_id = %(programme)s AND a.kind = 'member' AND a.unit = 'points'
      JOIN transfers t ON t.id = l.transfer_id AND t.at <= %(at)s
      LEFT JOIN (SELECT u.lot_id, sum(u.amount) AS moved FROM entries e, unnest(e.lot_ids, e.lot_amounts) u(lot_id, amount)
                  WHERE e.lot_ids IS NOT NULL AND e.at <= %(at)s GROUP BY u.lot_id) m ON m.lot_id = l.id
     GROUP BY 1, 2, 3, 4 HAVING sum(l.amount + coalesce(m.moved, 0)) <> 0 ORDER BY 2 NULLS LAST, 1, 3, 4"""
_SUMS = """
    SELECT coalesce(sum(e.amount) FILTER (WHERE a.kind = 'held'), 0)::bigint AS held,
           coalesce(-sum(e.amount) FILTER (WHERE a.kind = 'debt'), 0)::bigint AS debts, coalesce(sum(e.amount), 0)::bigint AS ledger
      FROM entries e JOIN accounts a ON a.id = e.account_id
     WHERE a.programme_id = %(programme)s AND a.kind IN ('member', 'held', 'debt') AND a.unit = 'points' AND e.at <= %(at)s"""
_MONTHS = """
    WITH moved AS (
        SELECT date_trunc('month', e.at AT TIME ZONE %(zone)s)::date AS month, sum(e.amount)::bigint AS amount
          FROM entries e JOIN accounts a ON a.id = e.account_id
         WHERE a.programme_id = %(programme)s AND a.kind IN ('member', 'held', 'debt') AND a.unit = 'points' AND e.at <= %(at)s GROUP BY 1)
    SELECT d.month::date AS month, coalesce((SELECT sum(m.amount) FROM moved m WHERE m.month <= d.month::date), 0)::bigint AS owed
      FROM generate_series(date_trunc('month', %(at)s::timestamptz AT TIME ZONE %(zone)s) - make_interval(months => %(months)s - 1),
                           date_trunc('month', %(at)s::timestamptz AT TIME ZONE %(zone)s), interval '1 month') d(month)"""
_ENDED = """
    WITH moved AS MATERIALIZED (
        SELECT e.amount, e.lot_ids, e.lot_amounts,
               CASE WHEN t.kind IN ('expiry', 'erasure') THEN 'expired'
                    WHEN t.kind IN ('order', 'return') THEN 'spent'
                    WHEN t.kind = 'hold' AND EXISTS (SELECT FROM transfers c WHERE c.settles_id = t.id AND c.kind = 'capture' AND c.at <= %(at)s) THEN 'spent'
                    WHEN t.kind = 'reversal' AND EXISTS (SELECT FROM transfers s WHERE s.id = t.settles_id AND s.kind IN ('order', 'capture')) THEN 'spent'
               END AS what
          FROM entries e JOIN transfers t ON t.id = e.transfer_id JOIN accounts a ON a.id = e.account_id
         WHERE a.programme_id = %(programme)s AND a.kind = 'member' AND a.unit = 'points' AND e.at <= %(at)s
    ), ended AS (
        SELECT m.what, -u.amount AS points FROM moved m, unnest(m.lot_ids, m.lot_amounts) u(lot_id, amount) JOIN lots l ON l.id = u.lot_id
         WHERE m.what IS NOT NULL AND l.expires_on < ((%(at)s::timestamptz - interval '1 microsecond') AT TIME ZONE %(zone)s)::date)
    SELECT coalesce(-sum(amount) FILTER (WHERE what = 'spent'), 0)::bigint AS spent,
           coalesce(-sum(amount) FILTER (WHERE what = 'expired'), 0)::bigint AS expired, coalesce(sum(amount), 0)::bigint AS left,
           (SELECT coalesce(sum(points) FILTER (WHERE what = 'spent'), 0)::bigint FROM ended) AS ended_spent,
           (SELECT coalesce(sum(points) FILTER (WHERE what = 'expired'), 0)::bigint FROM ended) AS ended_expired
      FROM moved"""
