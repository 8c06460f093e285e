"""Who would be paid on a day, how much, and why others would not; read only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.settlements import queries, rules
from marketplace.settlements.payouts.queries import Channel
from marketplace.settlements.values import Contract, Terms

_PAYABLE = """SELECT y.partner_id, y.owed - y.netted AS amount, y.minimum, y.why, EXISTS (
            SELECT FROM payout_lines l JOIN LATERAL (SELECT e.what FROM payout_events e WHERE e.line_id = l.id ORDER BY e.id DESC LIMIT 1) e
                        ON e.what = 'name_mismatch'
             WHERE l.partner_id = y.partner_id AND l.account_id = y.account_id
               AND NOT EXISTS (SELECT FROM payout_lines n WHERE n.partner_id = l.partner_id AND n.id > l.id)) AS mismatched
      FROM payout_payable(%(programme)s, %(currency)s, %(partners)s, %(now)s, %(channel)s) y ORDER BY y.partner_id"""

# A payment is on its way once the provider was asked for it, or the bank has its file: somebody says so, or the bank tells of one of its payments.
_GIVEN_OUT = """EXISTS (SELECT FROM payout_runs r JOIN payout_run_steps t ON t.run_id = r.id AND t.step = 'sent' WHERE r.id = l.run_id AND (r.channel <> 'bank'
                OR EXISTS (SELECT FROM payout_run_steps h WHERE h.run_id = r.id AND h.step = 'handed')
                OR EXISTS (SELECT FROM payout_events e JOIN payout_lines n ON n.id = e.line_id WHERE n.run_id = r.id)))"""
# What stands open by the newest statement that each partner has accepted, and is not on its way: a draft is not, nor is a file that nobody has given.
_OPEN = f"""SELECT k.partner_id, p.state, o.netted - d.amount AS on_way, o.owed - o.netted + d.amount AS amount
      FROM contracts k JOIN partners p ON p.id = k.partner_id CROSS JOIN LATERAL payout_owed(k.partner_id) o
     CROSS JOIN LATERAL (SELECT coalesce(sum(l.amount), 0)::bigint AS amount FROM payout_lines l WHERE l.partner_id = k.partner_id AND l.released_at IS NULL
                            AND NOT {_GIVEN_OUT}) d
     WHERE p.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR k.partner_id = %(partner)s) AND o.owed - o.netted + d.amount <> 0 ORDER BY k.partner_id"""  # noqa: S608 - constants
_ACCEPTED = """SELECT s.id, s.number, s.to_day, a.at AS accepted_at FROM statements s
      JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted' WHERE s.partner_id = %(partner)s ORDER BY s.to_day DESC"""
_LEFT = "SELECT payout_left(s) FROM statements s WHERE s.id = %(id)s"


_HELD = f"""SELECT l.partner_id, l.run_id, NULL::bigint AS netting_id, sum(l.amount)::bigint AS amount,
           {_GIVEN_OUT} AS sent FROM payout_lines l JOIN partners p ON p.id = l.partner_id
     WHERE p.programme_id = %(programme)s AND l.released_at IS NULL AND NOT payout_arrived(l.id) GROUP BY l.partner_id, l.run_id
    UNION ALL
    SELECT n.partner_id, NULL, n.netting_id, sum(n.cleared)::bigint, false FROM netting_positions n JOIN partners p ON p.id = n.partner_id
     WHERE p.programme_id = %(programme)s AND n.cleared > 0 AND NOT EXISTS (SELECT FROM netting_steps t WHERE t.netting_id = n.netting_id) GROUP BY n.partner_id, n.netting_id
     ORDER BY 1, 2 DESC NULLS LAST, 3 DESC"""  # noqa: S608 - constants


class Held(NamedTuple):
    """How much of what a partner is owed, in minor units, is in a run of payments that has not arrived or in a netting that is not over: one of the two;
    and whether it is on its way."""

    partner_id: int
    run_id: int | None
    netting_id: int | None
    amount: int
    sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """What was to be paid by a day that is over, in minor units: above zero by the programme, below zero by the partner."""

    partner_id: int
    statement: str
    amount: int
    currency: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """What a partner would be paid, in minor units of its contract's currency; `minimum`: what its contract pays at least.

    Attributes:
        why: why it would not be: not_due (`payday` is still to come), or as payout_payable says; "" where it would.
        payday: when its newest accepted statement is to be paid; None where it has accepted none.
        mismatched: whether the bank knew the account under another name when it was last paid to.
    """

    partner_id: int
    currency: str
    amount: int
    minimum: int
    why: str
    payday: date | None
    mismatched: bool


def payday(of: Contract, *, today: date) -> date | None:
    """When the newest statement that a partner has accepted is to be paid, or was, by the calendar of its contract; None: it has accepted none."""
    accepted = next((one for one in queries.statements([of.partner_id]) if one.accepted_at), None)
    version = queries.in_force(of, today)
    return rules.payout_on(accepted.to_day, version.terms, of.currency) if accepted and version else None


def payable(
    programme_id: int, *, currency: str, pays_on: date, now: datetime, channel: Channel = "bank"
) -> list[Payable]:
    """What each partner with a contract would be paid on a day, in the order of partners."""
    contracts = {one.partner_id: one for one in queries.contracts(programme_id)}
    facts = {
        "programme": programme_id,
        "currency": currency,
        "partners": list(contracts),
        "now": now,
        "channel": channel,
    }
    found = []
    for row in execute(_PAYABLE, facts):
        of = contracts[row.partner_id]
        day = payday(of, today=pays_on)
        why = "not_due" if day and day > pays_on and row.why in ("", "minimum") else row.why
        found.append(Payable(
            partner_id=row.partner_id, currency=of.currency, amount=row.amount, minimum=row.minimum, why=why, payday=day, mismatched=row.mismatched
        ))  # fmt: skip
    return found


def held(programme_id: int) -> list[Held]:
    """Where what partners are owed is already: no other payout counts it. Newest first, by partner."""
    return [Held(*row) for row in execute(_HELD, {"programme": programme_id})]


def overdue(programme_id: int, *, partner_id: int | None = None, now: datetime) -> list[Overdue]:
    """What of a programme's statements, or of one partner's, was to be paid by now and was not; what is withheld, or less than is paid, is not late.

    It stands by the newest statement that was to be paid by now: one that is accepted later puts nothing off.
    """
    found = []
    for row in execute(_OPEN, {"programme": programme_id, "partner": partner_id}):
        of = queries.contract(row.partner_id)
        today = clock.local_day(now, of.time_zone)
        version = queries.in_force(of, today)
        if version is None or not _pursued(row, version.terms):
            continue
        due = _newest_due(of, version.terms, row.amount, today)
        amount = _still_open(row, due[0].id, version.terms) if due else 0
        if due and amount:
            one, day = due
            found.append(
                Overdue(partner_id=of.partner_id, statement=one.number, amount=amount, currency=of.currency, due=day)
            )
    return found


def paydays(of: Contract, *, today: date, ahead: int) -> list[tuple[date, date, date]]:
    """The next paydays of a contract by the version in force: each period's first and last day, and the day on which it is paid.

    They begin with the periods that are drawn and whose payday is still to come. None without a version in force.
    """
    version = queries.in_force(of, today)
    if version is None:
        return []
    terms = version.terms
    drawn = [(one.from_day, one.to_day) for one in reversed(queries.statements([of.partner_id]))]
    periods = [one for one in drawn if rules.payout_on(one[1], terms, of.currency) >= today]
    start = drawn[-1][1] if drawn else of.begins_on
    while len(periods) < ahead:
        end = rules.next_end(start, terms.calendar)
        if rules.payout_on(end, terms, of.currency) >= today:
            periods.append((start, end))
        start = end
    return [(first, end - timedelta(1), rules.payout_on(end, terms, of.currency)) for first, end in periods[:ahead]]


def _pursued(row: Any, terms: Terms) -> bool:
    """Whether what stands open can be late: the programme holds nothing back, and the partner pays its debts as they come."""
    return row.state != "suspended" if row.amount > 0 else terms.payment == "postpaid"


def _newest_due(of: Contract, terms: Terms, amount: int, today: date) -> tuple[Any, date] | None:
    """The newest accepted statement that was to be paid before today, and by when."""
    for one in execute(_ACCEPTED, {"partner": of.partner_id}):
        if amount > 0:
            due = rules.payout_on(one.to_day, terms, of.currency)
        else:
            due = clock.local_day(one.accepted_at, of.time_zone) + timedelta(rules.DEBT_DAYS)
        if due < today:
            return one, due
    return None


def _still_open(row: Any, statement_id: int, terms: Terms) -> int:
    """How much of a statement stands open, and still does by the newest; 0 where that is nothing, or less than is paid."""
    left: int = int(execute(_LEFT, {"id": statement_id}).scalar_one()) - row.on_way
    stands = int(row.amount)
    if stands < 0:
        return max(stands, min(left, 0))
    amount, least = min(stands, left), max(int(terms.payout_minimum), 1)
    return amount if amount >= least else 0
