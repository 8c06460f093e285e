"""Letters about statements: when one is sent, and before the day by which it is to be answered."""

from datetime import timedelta

import pytest
from flask import Flask

from marketplace import settlements
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from marketplace.jobs import statements
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.letters import letters
from tests.builders.settlements import ANSWERED, JANUARY
from tests.builders.tills import a_till


def test_partner_is_written_to_when_a_statement_is_sent_and_reminded_while_it_has_not_answered(ctx: Flask) -> None:
    with transaction():
        till = a_till()
        partner = till.shelf.brand.partner_id
        contract = deals.a_contract(till.shelf.programme, partner)
        staff(till.shelf.programme, "accountant", partner_id=partner)
    with transaction():
        november, december = deals.drawn(contract), deals.drawn(contract, JANUARY)
        for one in (november, december):
            settlements.send(one, by=None, now=ANSWERED)
    relay.drain(ANSWERED)
    sent = letters()
    assert sorted(
        {number for one in sent for number in (november.number, december.number) if number in one.subject}
    ) == [november.number, december.number]
    people = len(sent) // 2
    assert people >= 2, "the owner and the accountant"
    assert all(f"/settlements/{november.number}" in one.body_text for one in sent if november.number in one.subject), (
        sent[0].body_text
    )
    with transaction():
        person = execute("SELECT min(id) FROM users").scalar_one()
        settlements.accept(settlements.statement(november.number), by=person, now=ANSWERED)
    relay.drain(ANSWERED + timedelta(days=3, hours=23))
    assert len(letters()) == len(sent)
    for _ in range(2):
        relay.drain(ANSWERED + timedelta(days=4, hours=1))
    reminders = letters()[len(sent) :]
    assert len(reminders) == people
    assert all(december.number in one.subject for one in reminders), "what is accepted is not due"


def test_payment_that_is_overdue_is_told_to_both_sides_once(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        till = a_till()
        programme, partner = till.shelf.programme, till.shelf.brand.partner_id
        contract = deals.a_contract(programme, partner)
        finance = staff(programme, "finance")
        who, email = finance.id, finance.email
        settlements.adjust(partner, 50_000, ref="overdue-1", why="x", by=who, now=deals.moment(10))
    with transaction():
        made = deals.accepted(deals.drawn(contract))
    relay.drain(ANSWERED)
    before = len(letters())
    for day, late in ((21, False), (22, True), (23, True)):  # the 20th is a Sunday
        now = deals.moment(day, 7, 12)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        relay.drain(now)
        assert bool(settlements.overdue(programme.id, now=now)) is late
        assert (len(letters()) > before) is late
    told = letters()[before:]
    assert all(made.number in one.subject and "500" in one.body_text for one in told)
    assert len({one.recipient for one in told}) == len(told) >= 2, "once to each"
    assert email in {one.recipient for one in told}
    assert any("/console/payouts?pays_on=2026-12-22" in one.body_text for one in told)
    with transaction():
        settlements.set_account(programme.id, partner, deals.ACCOUNT, now=now)
        run = settlements.draft_run(
            programme.id, [partner], ref="C" * 26, currency="RUB", pays_on=now.date(), by=who, now=now
        )
    [still] = settlements.overdue(programme.id, now=now)
    assert statements._place_of(still, programme.id) == f"console/payouts/{run.id}", "where it goes on"
    assert settlements.overdue(programme.id, now=now), "what is drafted was not sent"
    with transaction():
        settlements.adjust(partner, 30_000, ref="overdue-2", why="x", by=who, now=deals.moment(10, month=12))
    with transaction():
        deals.accepted(deals.drawn(contract, JANUARY), now=deals.moment(3, month=1).replace(year=2027))
    [late] = settlements.overdue(programme.id, now=deals.moment(4, month=1).replace(year=2027))
    assert (late.statement, late.amount) == (made.number, 50_000), "a later statement puts nothing off"
