"""What people decide: which entries are what was expected, and which are not; how each expectation stands meanwhile."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from marketplace import reconciliation as desk
from marketplace import settlements
from marketplace.core import ids
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Reason
from marketplace.reconciliation import allotting
from marketplace.reconciliation.allotting import Side, allot
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.orders import a_shelf
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme
from tests.builders.reconciliation import an_entry, taken

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
LATER = date(2026, 12, 20)


class World:
    """A programme whose partner is asked for advances."""

    def __init__(self) -> None:
        self.programme = a_programme(texts=False)
        self.partner = a_partner(self.programme)
        deals.a_contract(self.programme, self.partner.id)

    def expect(self, amount: int, due: date = TODAY) -> tuple[int, str]:
        """The id of an advance, and the ref that names it."""
        ref = ids.new_ref()
        desk.request_deposit(self.programme.id, self.partner.id, amount, due=due, ref=ref, now=NOW)
        return int(execute("SELECT max(id) FROM expectations").scalar_one()), ref

    def state(self, expectation_id: int, today: date = TODAY) -> str:
        return desk.expectation(self.programme.id, expectation_id, today=today).state

    def match(self, entries: list[int], expected: list[int], *, fee: bool = False) -> list[int]:
        return desk.match(self.programme.id, entries, expected, fee=fee, why="Звонили в банк", now=NOW)

    def paid_in(self) -> int:
        return int(execute("SELECT coalesce(sum(amount), 0) FROM partner_payments").scalar_one())


@pytest.fixture
def world(ctx: Flask) -> Any:
    with transaction():
        return World()


def test_each_state_of_an_expectation_says_what_came_of_it(world: World) -> None:
    with transaction():
        named, over, under, foreign, nothing = (world.expect(10_000) for _ in range(5))
        taken(world.programme, an_entry(10_000, f"Аванс {named[1]}", booked=TODAY), now=NOW)
        taken(
            world.programme,
            an_entry(10_100, over[1], booked=TODAY),
            an_entry(9_000, under[1], booked=TODAY, line=2),
            now=NOW,
        )
        taken(world.programme, an_entry(10_000, foreign[1], booked=TODAY, currency="EUR"), now=NOW, currency="EUR")
        got = [world.state(one[0]) for one in (named, over, under, foreign, nothing)]
        assert got == ["matched", "over", "part", "wrong_currency", "expected"]
        assert [world.state(one[0], LATER) for one in (under, nothing)] == ["under", "missing"]
        assert world.paid_in() == 10_000, "what came by itself enters the partner's next statement"
        taken(world.programme, an_entry(-10_000, named[1], booked=TODAY, returned=True), now=NOW)
        assert (world.state(named[0]), world.paid_in()) == ("returned", 0)
        desk.give_up(world.programme.id, nothing[0], why="Договорились иначе", now=NOW)
        assert world.state(nothing[0], LATER) == "ended"


def test_part_stays_open_until_the_rest_comes_and_a_fee_closes_it(world: World) -> None:
    with transaction():
        (slow, name), (net, _) = world.expect(10_000), world.expect(5_000)
        first, paid = taken(
            world.programme,
            an_entry(4_000, "Аванс", booked=TODAY),
            an_entry(4_900, "Аванс", booked=TODAY, line=2),
            now=NOW,
        )
        world.match([first], [slow])
        assert (world.state(slow), world.paid_in()) == ("part", 4_000), "what has arrived is credited when it is joined"
        world.match([paid], [net], fee=True)
        assert (world.state(net), world.paid_in()) == ("matched", 9_000)
        taken(world.programme, an_entry(6_000, name, booked=TODAY), now=NOW)
        assert (world.state(slow), world.paid_in()) == ("matched", 15_000)


def test_one_payment_of_two_is_parted_with_a_reason_and_is_not_joined_again_by_itself(world: World) -> None:
    with transaction():
        (one, name), (other, _) = world.expect(10_000), world.expect(5_000)
        (entry,) = taken(world.programme, an_entry(15_000, "Оба аванса", booked=TODAY), now=NOW)
        match_id, _second = world.match([entry], [one, other])
        assert (world.state(one), world.state(other), world.paid_in()) == ("matched", "matched", 15_000)
        with pytest.raises(desk.NotOpen):
            world.match([entry], [one])
    later = NOW.replace(hour=13)
    with transaction():
        desk.part(world.programme.id, match_id, why="Это другой партнёр", now=later)
        assert (world.state(one), world.state(other), world.paid_in()) == ("expected", "expected", 0)
        assert [(m.reason, m.released_why) for m in desk.matches_of(entry_id=entry)] == [
            ("by_hand", "Это другой партнёр")
        ] * 2
        (named,) = taken(world.programme, an_entry(10_000, name, booked=TODAY), now=later)
        (joined,) = desk.matches_of(entry_id=named)
        desk.part(world.programme.id, joined.id, why="Ошибка банка", now=later.replace(hour=14))
        taken(world.programme, an_entry(1, "Ничего", booked=TODAY), now=later.replace(hour=15))
        assert world.state(one) == "expected", "what a person has parted is not joined again"
        desk.set_aside(world.programme.id, entry, why="Аренда", now=later)
        assert desk.entry(world.programme.id, entry).state == "aside"
        desk.take_up(world.programme.id, entry, why="Не аренда", now=later)
        assert desk.entry(world.programme.id, entry).state == "open"


def test_suggestions_need_more_than_a_sum_and_know_names_that_are_similar(world: World) -> None:
    with transaction():
        expected, name = world.expect(10_000)
        partner = execute("SELECT name_ru FROM partners WHERE id = %(id)s", {"id": world.partner.id}).scalar_one()
        ids_ = taken(
            world.programme, an_entry(10_000, "Аванс", booked=TODAY), an_entry(9_000, "Аванс", booked=TODAY, line=2, party=f"ООО {partner}"),
            an_entry(8_000, name, booked=TODAY, line=3), now=NOW,
        )  # fmt: skip
        found = desk.for_expectation(world.programme.id, expected, today=TODAY)
        assert [(one.entry.id, one.reasons) for one in found] == [
            (ids_[2], ("name", "day")),
            (ids_[1], ("party", "day")),
        ]
        assert desk.for_entry(world.programme.id, ids_[0], today=TODAY) == []
        assert world.state(expected) == "part", "a suggestion matches nothing"


def test_payment_is_divided_to_the_last_unit_or_refused() -> None:
    one, two = Side(1, 100, "RUB"), Side(2, 50, "RUB")
    assert [(a.amount, a.fee) for a in allot([Side(9, 150, "RUB")], [one, two], fee=False)] == [(100, 0), (50, 0)]
    assert [(a.amount, a.fee) for a in allot([Side(9, 140, "RUB")], [one, two], fee=True)] == [(100, 0), (40, 10)]
    assert [(a.amount, a.fee) for a in allot([Side(9, -103, "RUB")], [Side(1, -100, "RUB")], fee=True)] == [(-103, 3)]
    for entries, wanted, fee, why in (
        ([], [one], False, "nothing"), ([one, two], [one, two], False, "many"), ([Side(9, 100, "EUR")], [one], False, "currency"),
        ([Side(9, -100, "RUB")], [one], False, "direction"), ([Side(9, 101, "RUB")], [one], True, "fee"), ([Side(9, 100, "RUB")], [one, two], False, "many"),
    ):  # fmt: skip
        with pytest.raises(allotting.NotMatchable) as no:
            allot(entries, wanted, fee=fee)
        assert no.value.facts["why"] == why


def test_part_that_could_not_be_read_is_put_right_or_left_out_and_nothing_is_lost(world: World) -> None:
    with transaction():
        expected, name = world.expect(10_000)
        unread = tuple(
            desk.Unread(line, f"Сумма={line}a", Reason("the amount is missing or is no number")) for line in (4, 9)
        )
        taken(world.programme, now=NOW, unread=unread)
        first, second = (row.id for row in execute("SELECT id FROM bank_repairs ORDER BY id"))
        with pytest.raises(desk.Unexplained):
            desk.leave_out(world.programme.id, second, why=" ", now=NOW)
        entry_id = desk.mend(
            world.programme.id, first, amount=10_000, booked=TODAY, reference="B-1", party="Партнёр", note=f"Аванс {name}", why="Из выписки", now=NOW
        )  # fmt: skip
        desk.leave_out(world.programme.id, second, why="Строка итогов", now=NOW)
        assert (world.state(expected), desk.entry(world.programme.id, entry_id).line) == ("matched", 4)
        assert [desk.repair(world.programme.id, one).state for one in (first, second)] == ["mended", "left_out"]
        assert desk.repairs_waiting(world.programme.id) == 0
        with pytest.raises(desk.NotOpen):
            desk.leave_out(world.programme.id, first, why="Ещё раз", now=NOW)


def test_what_a_bank_says_of_payments_becomes_of_them_in_words_of_ours_once(ctx: Flask) -> None:
    with transaction():
        shelf = a_shelf()
        programme, partner_id = shelf.programme, shelf.brand.partner_id
        _, owner = deals.two_sides(programme, partner_id)
        paid = deals.a_settled_contract(
            programme,
            partner_id,
            manager=staff(programme, "manager").id,
            owner=owner,
            finance=staff(programme, "finance").id,
            now=NOW,
        )
        run, line = settlements.payout_run(programme.id, paid["payout_id"]), paid["payment_id"]

        def say(
            status: str, code: str = "", name: str = f"{run.ref[:20]}-{line}", of: Any = "payment"
        ) -> dict[str, int]:
            told = desk.PaymentStatus(of, run.ref, f"{run.ref}-1", name, status, code, "")
            return desk.take_statuses(programme.id, [told], known_by="key", now=NOW).new

        assert (
            desk.take_statuses(
                programme.id,
                [desk.PaymentStatus("payment", "X", "", "Y-1", "settled", "", "")],
                known_by="key",
                now=NOW,
            ).foreign
            == 1
        )
        assert say("rejected", name="NOTPROVIDED") == {}, (
            "a payment without its name is nobody's, and not all of its batch"
        )
        assert (say("pending", name="", of="batch"), say("pending")) == ({"accepted": 1}, {})
        assert settlements.payments(run.id)[0].released_at is None
        assert say("settled") == {"confirmed": 1}
        assert settlements.payout_run(programme.id, run.id).wrong == 0
        assert (say("pending"), say("rejected", "BE01"), say("rejected", "AC04")) == ({}, {"returned": 1}, {})
        (payment,) = settlements.payments(run.id)
        assert ([one.what for one in payment.events], payment.released_at) == (
            ["accepted", "confirmed", "returned"],
            NOW,
        )
        assert settlements.invariants() == []


def test_payment_whose_name_does_not_match_is_owed_again_and_the_next_one_warns(ctx: Flask) -> None:
    with transaction():
        shelf = a_shelf()
        programme, partner_id = shelf.programme, shelf.brand.partner_id
        _, owner = deals.two_sides(programme, partner_id)
        paid = deals.a_settled_contract(
            programme, partner_id, manager=staff(programme, "manager").id, owner=owner, finance=staff(programme, "finance").id, now=NOW
        )  # fmt: skip
        run, line = settlements.payout_run(programme.id, paid["payout_id"]), paid["payment_id"]

        def payable() -> tuple[str, bool]:
            (one,) = settlements.payable(programme.id, currency="RUB", pays_on=LATER, now=NOW)
            return one.why, one.mismatched

        assert payable() == ("netted", False)
        told = desk.PaymentStatus(
            "payment", run.ref, f"{run.ref}-1", f"{run.ref[:20]}-{line}", "rejected", "BE01", "Name"
        )
        assert desk.take_statuses(programme.id, [told], known_by="key", now=NOW).new == {"name_mismatch": 1}
        (payment,) = settlements.payments(run.id)
        assert (payment.state, payment.released_at, payment.events[-1].code) == ("name_mismatch", NOW, "BE01")
        assert payable() == ("", True), "it is owed again, and whoever drafts the next run is warned"
        settlements.set_account(programme.id, partner_id, deals.ACCOUNT, now=NOW)
        assert payable() == ("", False), "another account, which nobody has refused"
