"""Statements: drawn from what happened, drawn again to be compared, sent, accepted."""

import hashlib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace import webhooks
from marketplace.core import audit, clock, outbox, own_seals
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.settlements import rules
from marketplace.settlements.book import RATES
from marketplace.settlements.errors import StatementTooEarly, refused
from marketplace.settlements.queries import contract, document, in_force, statement
from marketplace.settlements.values import Calendar, Contract, Replayed, Statement

LOOKS_AT = time(9)  # of the contract's day
_MIDNIGHT = "SELECT (%(day)s::date)::timestamp AT TIME ZONE %(zone)s"


def next_period(of: Contract, calendar: Calendar) -> tuple[date, date]:
    """The period that the contract's next statement is about: its first day, and the day after its last."""
    start = (
        execute("SELECT max(to_day) FROM statements WHERE contract_id = %(id)s", {"id": of.id}).scalar_one()
        or of.begins_on
    )
    return start, rules.next_end(start, calendar)


def draw(of: Contract, *, to_day: date, now: datetime) -> Statement:
    """Draw the contract's next statement, up to a day and without it. Asked twice it is drawn once.

    Raises:
        StatementTooEarly: that day began less than an hour ago, or has not begun.
        StatementPeriod: the day is in a statement already.
        NoTerms: no version of the contract is signed.
        NoRate: something was sold in another currency, and its rate is not known.
        own_seals.NotOurs: somebody else has written a rate that it might use.
    """
    ends = execute(_MIDNIGHT, {"day": to_day, "zone": of.time_zone}).scalar_one()
    if now < ends + rules.SETTLE_DOWN:
        raise StatementTooEarly(until=ends + rules.SETTLE_DOWN)
    _rates_must_be_ours(of, to_day)
    with refused():
        row = execute(
            "SELECT (made).number AS number FROM statement_draw(%(contract)s, %(to)s, %(now)s)", {"contract": of.id, "to": to_day, "now": now}
        ).one()  # fmt: skip
    return statement(row.number)


def replay(of: Statement) -> Replayed:
    """Draw a statement once more from what happened, and compare it with what is kept, to the byte."""
    redrawn = execute("SELECT statement_redrawn(%(id)s)", {"id": of.id}).scalar_one()
    return Replayed(
        of.number, of.digest, hashlib.sha256(document(of)).digest(), hashlib.sha256(redrawn.encode()).digest()
    )


def send(of: Statement, *, by: int | None, now: datetime) -> Statement:
    """Send a statement to its partner: from now on it reads it, its people are written to, and its server is told. Raises StatementStep."""
    _step(of, "sent", by, now)
    facts = {
        "number": of.number, "from": of.from_day, "to": of.to_day, "closing": of.closing, "currency": of.currency,
        "sha256": of.digest.hex(),
    }  # fmt: skip
    outbox.send(Topic.SETTLEMENTS_LETTER, ref=f"{of.number}:sent", now=now)
    outbox.send(
        Topic.SETTLEMENTS_LETTER, ref=f"{of.number}:due", now=now, due_at=now + timedelta(rules.ANSWER_DAYS - 1)
    )
    webhooks.tell(of.partner_id, "statement.ready", ref=of.number, facts=facts, now=now)
    return statement(of.number)


def accept(of: Statement, *, by: int, now: datetime) -> Statement:
    """Accept a statement for its partner; lines that are disputed stay so, and are put right later. The day after it was to be paid somebody
    looks whether it was.

    Raises StatementStep: it was not sent, or accepted before, or the one before it was not accepted.
    """
    _step(of, "accepted", by, now)
    late = _late(of, now)
    outbox.send(Topic.SETTLEMENTS_LETTER, ref=f"{of.number}:overdue", now=now, due_at=late)
    return statement(of.number)


def _rates_must_be_ours(of: Contract, to_day: date) -> None:
    rows = execute(
        """SELECT r.id FROM settlement_rates r
            WHERE r.programme_id = (SELECT programme_id FROM partners WHERE id = %(partner)s) AND r.to_currency = %(currency)s AND r.day < %(to)s
              AND r.source IN (SELECT rate_source FROM contract_versions WHERE contract_id = %(contract)s)""",
        {"partner": of.partner_id, "currency": of.currency, "to": to_day, "contract": of.id},
    )
    own_seals.must_be_sealed(RATES, *rows.scalars())


def _late(of: Statement, now: datetime) -> datetime:
    """The morning on which what an accepted statement comes to is overdue: by the programme's payday, or the days that a partner has to pay."""
    bound = contract(of.partner_id)
    today = clock.local_day(now, bound.time_zone)
    version = in_force(bound, today)
    if of.closing < 0 or version is None:
        due = today + timedelta(rules.DEBT_DAYS)
    else:
        due = max(today, rules.payout_on(of.to_day, version.terms, of.currency))
    return datetime.combine(due + timedelta(1), LOOKS_AT, ZoneInfo(bound.time_zone))


def _step(of: Statement, step: str, by: int | None, now: datetime) -> None:
    with refused():
        execute(
            "INSERT INTO statement_steps (statement_id, step, user_id, at) VALUES (%(id)s, %(step)s, %(by)s, %(now)s)",
            {"id": of.id, "step": step, "by": by, "now": now},
        )
    audit.record(f"settlements.{step}", f"statement:{of.id}", at=now, before={"state": of.state}, after={"state": step})
