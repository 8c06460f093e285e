"""Payments to partners of which a person says one thing and the bank another: nothing is paid twice unseen, and nothing stays wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import psycopg
import pytest
from flask import Flask

from marketplace import approvals, settlements
from marketplace import reconciliation as desk
from marketplace.core import ids
from marketplace.core.db import execute, transaction
from marketplace.settlements import Run
from marketplace.web.console.money import kinds
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.orders import a_shelf
from tests.builders.reconciliation import an_entry, taken

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY, OWED = NOW.date(), 50_000


class World(NamedTuple):
    """A programme that owed a partner 500.00 and has given its bank the file."""

    programme: Any
    partner_id: int
    finance: int
    manager: int
    run: Run
    payment_id: int
    statement: str

    def entry(self, amount: int = -OWED, hours: int = 1, **more: Any) -> int:
        """The bank's statement shows the payment by its name."""
        (entry,) = taken(
            self.programme, an_entry(amount, f"{self.run.ref[:20]}{self.payment_id}", booked=TODAY, **more), now=NOW + timedelta(hours=hours)
        )  # fmt: skip
        return entry

    def state(self) -> str:
        """How the payment stands where money is expected."""
        expected = execute(
            "SELECT id FROM expectations WHERE kind = 'payout' AND subject_id = %(id)s", {"id": self.payment_id}
        )
        return desk.expectation(self.programme.id, expected.scalar_one(), today=TODAY).state

    def said(self, what: str) -> None:
        """Finance says what became of it, and another person agrees."""
        asked = approvals.propose(
            kinds.UNDONE, str(self.payment_id), {"what": what, "code": "", "note": "said the bank"}, programme_id=self.programme.id,
            by=self.finance, ref=ids.new_ref(), now=NOW,
        )  # fmt: skip
        with pytest.raises((approvals.OwnProposal, approvals.MayNotApprove)):
            approvals.approve(asked.id, seen=asked.digest, by=self.finance, now=NOW)
        approvals.approve(asked.id, seen=asked.digest, by=self.manager, now=NOW)

    def again(self) -> Run:
        """What the partner is owed, drafted once more."""
        return settlements.draft_run(
            self.programme.id, [self.partner_id], ref=ids.new_ref(), currency="RUB", pays_on=TODAY, by=self.finance, now=NOW + timedelta(hours=2)
        )  # fmt: skip


@pytest.fixture
def world(ctx: Flask) -> World:
    with transaction():
        shelf = a_shelf()
        programme, partner_id = shelf.programme, shelf.brand.partner_id
        finance, manager = staff(programme, "finance").id, staff(programme, "manager").id
        paid = deals.a_settled_contract(
            programme,
            partner_id,
            manager=manager,
            owner=deals.two_sides(programme, partner_id)[1],
            finance=finance,
            now=NOW,
        )
        run = settlements.payout_run(programme.id, paid["payout_id"])
    return World(programme, partner_id, finance, manager, run, paid["payment_id"], paid["statement"])


@pytest.mark.spoils_the_books
def test_one_person_alone_never_opens_a_debt_that_was_paid(world: World, owner_url: str) -> None:
    for what in settlements.UNDOING[:2]:
        with pytest.raises(Exception, match="payout_event_by_two"), transaction():
            settlements.happened(world.payment_id, what, known_by="person", now=NOW)
    with transaction():
        waits = approvals.propose(
            kinds.UNDONE, str(world.payment_id), {"what": "failed", "code": "", "note": ""}, programme_id=world.programme.id, by=world.finance, ref=ids.new_ref(), now=NOW
        )  # fmt: skip
    of_the_run = execute("SELECT proposal_id FROM payout_run_steps WHERE step = 'approved'").scalar_one()
    for proposal in (waits.id, of_the_run):  # one that nobody has approved, and one of something else
        for known_by in ("person", "file"):
            with pytest.raises(Exception, match="nobody else has agreed to this"), transaction():
                settlements.happened(world.payment_id, "failed", known_by=known_by, proposal_id=proposal, now=NOW)  # type: ignore[arg-type]
    with transaction():
        approvals.withdraw(waits.id, seen=waits.digest, by=world.finance, now=NOW)
        world.said("failed")
        assert settlements.payments(world.run.id)[0].released_at == NOW
        again = world.again()
        [earlier] = settlements.repeated(again.id)
    assert (earlier.what, earlier.known_by, earlier.amount) == ("failed", "person", OWED), "whoever approves sees it"
    assert settlements.invariants() == []
    with psycopg.connect(owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE payout_events SET proposal_id = %s WHERE what = 'failed'", [of_the_run])
    assert [one.rule.partition(" of ")[0] for one in settlements.invariants()] == ["two people said"], (
        "the act of two was of something else"
    )


def test_payment_that_the_bank_shows_though_it_was_said_to_have_failed_is_paid_and_waits_for_a_person(
    world: World,
) -> None:
    with transaction():
        taken(world.programme, an_entry(1, "Nothing", booked=TODAY), now=NOW)
        world.said("failed")
        assert (world.state(), settlements.statement(world.statement).state) == ("released", "accepted")
        world.entry()
        assert (world.state(), settlements.statement(world.statement).state) == ("contradicted", "settled")
    with pytest.raises(settlements.NothingToPay), transaction():
        world.again()
    with transaction():
        expectation = execute(
            "SELECT id FROM expectations WHERE subject_id = %(id)s", {"id": world.payment_id}
        ).scalar_one()
        desk.give_up(world.programme.id, expectation, why="It was not paid again", now=NOW + timedelta(hours=3))
        assert world.state() == "matched"
        world.entry(OWED, 4, returned=True)  # the bank brings it back after all
        assert (world.state(), settlements.statement(world.statement).state) == ("ended", "accepted")
        assert world.again().amount == OWED
    assert settlements.invariants() == []


def test_payment_that_was_paid_twice_leaves_the_partner_owing_it(world: World) -> None:
    with transaction():
        taken(world.programme, an_entry(1, "Nothing", booked=TODAY), now=NOW)
        world.said("failed")
        second = world.again()
        asked = approvals.propose(
            kinds.PAYOUT,
            str(second.id),
            {},
            programme_id=world.programme.id,
            by=world.finance,
            ref=ids.new_ref(),
            now=NOW,
        )
        approvals.approve(asked.id, seen=asked.digest, by=world.manager, now=NOW)
        second = settlements.payout_run(world.programme.id, second.id)
        settlements.keep_file(second, kind="1c", name="b.txt", content=b"y", now=NOW)
        settlements.send_run(second, now=NOW)
        number = settlements.payments(second.id)[0].statement
        taken(world.programme, an_entry(-OWED, number, booked=TODAY), now=NOW + timedelta(hours=3))
        assert [one.state for one in settlements.payments(second.id)] == ["confirmed"], "what is alive comes first"
        world.entry(hours=4)
        assert world.state() == "contradicted"
        owed = execute("SELECT owed FROM payout_owed(%(partner)s)", {"partner": world.partner_id}).scalar_one()
    assert owed == -OWED
    assert settlements.invariants() == []


def test_entry_that_was_another_payments_leaves_the_payout_waiting_and_it_is_confirmed_by_its_own(world: World) -> None:
    with transaction():
        entry = world.entry()
        assert settlements.statement(world.statement).state == "settled"
        (joined,) = desk.matches_of(entry_id=entry)
        desk.part(world.programme.id, joined.id, why="Another's", now=NOW + timedelta(hours=2))
        assert (world.state(), settlements.payments(world.run.id)[0].state) == ("expected", "reopened")
        assert settlements.statement(world.statement).state == "accepted"
    with pytest.raises(settlements.NothingToPay), transaction():
        world.again()  # it is on its way
    with transaction():
        taken(world.programme, an_entry(-OWED, world.statement, booked=TODAY), now=NOW + timedelta(hours=5))
        assert [one.what for one in settlements.payments(world.run.id)[0].events] == [
            "confirmed",
            "reopened",
            "confirmed",
        ]
        assert settlements.statement(world.statement).state == "settled"
    assert settlements.invariants() == []
