"""Who would be paid on a day, how much, and why others would not; read only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.settlements import queries, rules
from marketplace.settlements.payouts.queries import Channel
from marketplace.settlements.values import Contract

_PAYABLE = """SELECT y.partner_id, y.owed - y.netted AS amount, y.minimum, y.why, EXISTS (
            SELECT FROM payout_lines l JOIN LATERAL (SELECT e.what FROM payout_events e WHERE e.line_id = l.id ORDER BY e.id DESC LIMIT 1) e
                        ON e.what = 'name_mismatch'
             WHERE l.partner_id = y.partner_id AND l.account_id = y.account_id
               AND NOT EXISTS (SELECT FROM payout_lines n WHERE n.partner_id = l.partner_id AND n.id > l.id)) AS mismatched
      FROM payout_payable(%(programme)s, %(currency)s, %(partners)s, %(now)s, %(channel)s) y ORDER BY y.partner_id"""

# What stands open by the newest statement that each partner has accepted, and was not sent: what is drafted or approved alone is on no way yet.
_OPEN = """SELECT k.partner_id, s.number, s.to_day, a.at AS accepted_at, p.state, o.owed - o.netted + d.amount AS amount
      FROM contracts k JOIN partners p ON p.id = k.partner_id CROSS JOIN LATERAL payout_owed(k.partner_id) o
     CROSS JOIN LATERAL (SELECT coalesce(sum(l.amount), 0)::bigint AS amount FROM payout_lines l WHERE l.partner_id = k.partner_id AND l.released_at IS NULL
                            AND NOT EXISTS (SELECT FROM payout_run_steps t WHERE t.run_id = l.run_id AND t.step = 'sent')) d
      JOIN statements s ON s.id = o.statement_id JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted'
     WHERE p.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR k.partner_id = %(partner)s) AND o.owed - o.netted + d.amount <> 0 ORDER BY k.partner_id"""


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


def overdue(programme_id: int, *, partner_id: int | None = None, now: datetime) -> list[Overdue]:
    """What of a programme's statements, or of one partner's, was to be paid by now and was not; what is withheld, or less than is paid, is not late."""
    found = []
    for row in execute(_OPEN, {"programme": programme_id, "partner": partner_id}):
        of = queries.contract(row.partner_id)
        today = clock.local_day(now, of.time_zone)
        version = queries.in_force(of, today)
        if version is None:
            continue
        terms = version.terms
        if row.amount > 0:
            late, due = (
                row.state != "suspended" and row.amount >= terms.payout_minimum,
                rules.payout_on(row.to_day, terms, of.currency),
            )
        else:
            late, due = (
                terms.payment == "postpaid",
                clock.local_day(row.accepted_at, of.time_zone) + timedelta(rules.DEBT_DAYS),
            )
        if late and due < today:
            found.append(
                Overdue(
                    partner_id=of.partner_id, statement=row.number, amount=row.amount, currency=of.currency, due=due
                )
            )
    return found


def last_paid(partner_id: int) -> tuple[Channel, date] | None:
    """By which way, and for which day, a partner was last paid, or is being paid; None: never."""
    row = execute(
        """SELECT r.channel, r.pays_on FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id JOIN payout_run_steps t ON t.run_id = r.id AND t.step = 'sent'
            WHERE l.partner_id = %(partner)s ORDER BY l.id DESC LIMIT 1""",
        {"partner": partner_id},
    ).first()
    return (row.channel, row.pays_on) if row else None
