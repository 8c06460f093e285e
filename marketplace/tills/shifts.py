"""What a terminal did since a moment, for whoever stands at it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.core.db import execute
from marketplace.core.errors import NotFound
from marketplace.tills.taking import TOLD_REASONS
from marketplace.tills.values import Terminal

SHOWN_MAX = 12  # the last lines of a shift
_LINES = """
WITH lines AS (
    SELECT 'taken' AS kind, r.ref, r.receipt, r.giftcard_id, -r.amount AS amount, r.remaining, r.at FROM redemptions r
     WHERE r.terminal_id = %(terminal)s AND r.at >= %(since)s
    UNION ALL
    SELECT 'back', r.ref, r.receipt, r.giftcard_id, r.amount, NULL, v.at FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
     WHERE v.terminal_id = %(terminal)s AND v.at >= %(since)s
    UNION ALL
    SELECT 'refused', f.number, '', NULL, 0, NULL, f.at FROM till_refusals f WHERE f.terminal_id = %(terminal)s AND f.at >= %(since)s)
SELECT l.kind, l.ref, l.receipt, coalesce(g.last4, '') AS last4, l.amount, coalesce(g.currency, '') AS currency, l.remaining, l.at
  FROM (SELECT * FROM lines ORDER BY at DESC, kind LIMIT %(most)s) l LEFT JOIN giftcards g ON g.id = l.giftcard_id ORDER BY l.at DESC, l.kind"""
_SUM = """SELECT count(*) AS taken, coalesce(sum(r.amount), 0)::bigint AS amount FROM redemptions r
    WHERE r.terminal_id = %(terminal)s AND r.at >= %(since)s AND NOT EXISTS (SELECT FROM reversals v WHERE v.redemption_id = r.id)"""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened at a terminal: "taken", "back" or "refused". `ref` is the number of a refusal."""

    kind: str
    ref: str
    receipt: str
    last4: str
    amount: int
    currency: str
    remaining: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """The last lines, the newest first; how many redemptions stand, and what they come to."""

    lines: tuple[Line, ...]
    taken: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What redemptions of a period ("today", "yesterday", "month") come to in a currency, and how many they are."""

    period: str
    currency: str
    amount: int
    number: int


@dataclass(frozen=True, slots=True)
class Day:
    """What was taken on a day and stands: how many redemptions, and their sums by currency."""

    day: date
    number: int
    sums: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code that was refused; `reason` only where the terminal may know it."""

    number: str
    reason: str
    at: datetime


def shift(of: Terminal, *, since: datetime) -> Shift:
    """What a terminal did since a moment."""
    facts = {"terminal": of.id, "since": since, "most": SHOWN_MAX}
    total = execute(_SUM, facts).one()
    return Shift(tuple(Line(*row) for row in execute(_LINES, facts)), total.taken, total.amount)


def sums(partner_id: int, *, today: date, time_zone: str) -> list[Sum]:
    """What stands at a partner's terminals of today, of yesterday and of this month, in each currency; days of a time zone."""
    rows = execute(
        """WITH days AS (
               SELECT p.number, p.period, g.currency, r.amount FROM redemptions r JOIN giftcards g ON g.id = r.giftcard_id,
                      (VALUES (1, 'today', %(today)s::date, %(today)s::date + 1), (2, 'yesterday', %(today)s::date - 1, %(today)s::date),
                              (3, 'month', date_trunc('month', %(today)s::date)::date, %(today)s::date + 1)) p (number, period, since, upto)
                WHERE r.acceptor_partner_id = %(partner)s AND NOT EXISTS (SELECT FROM reversals v WHERE v.redemption_id = r.id)
                  AND r.at >= p.since::timestamp AT TIME ZONE %(zone)s AND r.at < p.upto::timestamp AT TIME ZONE %(zone)s)
           SELECT period, currency, sum(amount)::bigint AS amount, count(*) AS number FROM days GROUP BY days.number, period, currency
            ORDER BY days.number, currency""",
        {"partner": partner_id, "today": today, "zone": time_zone},
    )
    return [Sum(*row) for row in rows]


def taken_by_day(partner_id: int, *, since: date, until: date, time_zone: str) -> list[Day]:
    """Every day from `since` to `until`, both counted, oldest first: what stands of redemptions at a partner's terminals."""
    rows = execute(
        """SELECT (r.at AT TIME ZONE %(zone)s)::date AS day, g.currency, count(*) AS number, sum(r.amount)::bigint AS amount
             FROM redemptions r JOIN giftcards g ON g.id = r.giftcard_id
            WHERE r.acceptor_partner_id = %(partner)s AND r.at >= %(since)s::timestamp AT TIME ZONE %(zone)s
              AND r.at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
              AND NOT EXISTS (SELECT FROM reversals v WHERE v.redemption_id = r.id) GROUP BY 1, 2 ORDER BY 1, 2""",
        {"partner": partner_id, "since": since, "until": until, "zone": time_zone},
    ).all()
    every = [since + timedelta(at) for at in range((until - since).days + 1)]
    of_day = {day: [row for row in rows if row.day == day] for day in every}
    return [
        Day(day, sum(row.number for row in found), tuple((row.currency, row.amount) for row in found))
        for day, found in of_day.items()
    ]


def refusal(of: Terminal, number: str) -> Refusal:
    """A refusal of this terminal by its number. Raises NotFound."""
    row = execute(
        "SELECT number, reason, at FROM till_refusals WHERE terminal_id = %(terminal)s AND number = %(number)s",
        {"terminal": of.id, "number": number},
    ).first()
    if row is None:
        raise NotFound
    return Refusal(row.number, row.reason if row.reason in TOLD_REASONS else "", row.at)
