"""What partners owe is credited as it comes, under whichever number; what comes back opens what was expected again, and nothing else does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from marketplace import reconciliation as desk
from marketplace import settlements
from marketplace.core.db import execute, transaction
from marketplace.members import Member
from marketplace.reconciliation import BankEntry, keys_of
from tests.builders import orders as shop
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.partners import a_partner
from tests.builders.payments import Practice, a_mixed_order, payment_of, work
from tests.builders.programmes import a_programme
from tests.builders.reconciliation import an_entry, taken
from tests.builders.settlements import JANUARY, moment
from tests.domains.payments.test_disputes import anna, bank  # noqa: F401 - fixtures

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)


class Debtor:
    """A partner that owes 100.00 by November's statement: sent on 2 December, accepted on the 6th."""

    def __init__(self) -> None:
        self.programme = a_programme(texts=False)
        self.finance = staff(self.programme, "finance").id
        self.partner = a_partner(self.programme).id
        self.contract = deals.a_contract(self.programme, self.partner)
        self.owes(-10_000, 11)

    def owes(self, amount: int, month: int) -> None:
        settlements.adjust(
            self.partner, amount, ref=f"debtor-{month}", why="x", by=self.finance, now=moment(10, month=month)
        )

    def statement(self, to_day: date, sent: datetime, accepted: datetime) -> settlements.Statement:
        made = deals.drawn(self.contract, to_day)
        settlements.send(made, by=self.finance, now=sent)
        return settlements.accept(settlements.statement(made.number), by=self.finance, now=accepted)

    def came(self, amount: int, name: str, day: date, **more: Any) -> int:
        (entry_id,) = taken(self.programme, an_entry(amount, f"Оплата {name}", booked=day, **more), now=NOW)
        return entry_id

    def of(self, number: str) -> desk.Expectation:
        found = execute("SELECT id FROM expectations WHERE label = %(number)s", {"number": number}).scalar_one()
        return desk.expectation(self.programme.id, found, today=NOW.date())

    def credited(self) -> int:
        return int(execute("SELECT coalesce(sum(amount), 0) FROM partner_payments").scalar_one())


@pytest.fixture
def debtor(ctx: Flask) -> Debtor:
    with transaction():
        return Debtor()


def test_part_of_a_debt_is_credited_at_once_and_the_next_statement_carries_the_rest_under_either_number(
    debtor: Debtor,
) -> None:
    with transaction():
        november = debtor.statement(deals.DECEMBER, moment(2, 9, 12), moment(6, 9, 12))
        part = debtor.came(6_000, november.number, date(2026, 12, 8))
        of = debtor.of(november.number)
        desk.match(debtor.programme.id, [part], [of.id], fee=False, why="Часть", now=NOW)
        of = debtor.of(november.number)
        assert (of.state, of.open, debtor.credited()) == ("part", 4_000, 6_000)
    with transaction():
        december = debtor.statement(JANUARY, moment(31, 22, 12), moment(31, 23, 12))
        assert december.closing == -4_000
        late = debtor.came(4_100, november.number, date(2027, 1, 5))
        assert debtor.of(november.number).state == "ended", "the rest goes on under the next number"
        of = debtor.of(december.number)
        desk.match(debtor.programme.id, [late], [of.id], fee=False, why="По старому номеру", now=NOW)
        of = debtor.of(december.number)
        assert (of.state, of.open, debtor.credited()) == ("matched", -100, 10_100), "too much is credited, too"
        (match,) = desk.matches_of(entry_id=late)
        desk.part(debtor.programme.id, match.id, why="Не он", now=NOW)
        desk.part(debtor.programme.id, desk.matches_of(entry_id=part)[0].id, why="Не он", now=NOW)
        assert debtor.credited() == 0


def test_partner_that_pays_before_it_accepts_is_matched_by_itself(debtor: Debtor) -> None:
    with transaction():
        made = deals.drawn(debtor.contract)
        settlements.send(made, by=debtor.finance, now=moment(2, 9, 12))
    with transaction():
        debtor.came(10_000, made.number, date(2026, 12, 3))
        settlements.accept(settlements.statement(made.number), by=debtor.finance, now=moment(6, 9, 12))
        debtor.came(1, "Другое", date(2026, 12, 7))
        assert (debtor.of(made.number).state, debtor.credited()) == ("matched", 10_000)


def test_what_came_back_is_expected_again_and_may_be_paid_again_by_the_same_number(debtor: Debtor) -> None:
    with transaction():
        number = debtor.statement(deals.DECEMBER, moment(2, 9, 12), moment(6, 9, 12)).number
        first = debtor.came(10_000, number, date(2026, 12, 8))
        back = debtor.came(-10_000, number, date(2026, 12, 9), returned=True)
        of = debtor.of(number)
        assert (of.state, of.open, debtor.credited()) == ("returned", 10_000, 0)
        assert [desk.entry(debtor.programme.id, one).state for one in (first, back)] == ["returned"] * 2
        debtor.came(10_000, number, date(2026, 12, 12))
        assert (debtor.of(number).state, debtor.credited()) == ("matched", 10_000)
        debtor.came(-10_000, number, date(2026, 12, 13), returned=True)
        assert (debtor.of(number).state, debtor.credited()) == ("returned", 0)
        desk.give_up(debtor.programme.id, of.id, why="Договорились", now=NOW)
        with pytest.raises(desk.NotOpen):
            desk.give_up(debtor.programme.id, of.id, why="Ещё раз", now=NOW)


def test_bank_that_undoes_its_own_second_booking_opens_no_debt_and_a_failed_payout_stops_no_file(ctx: Flask) -> None:
    with transaction():
        programme = a_programme(texts=False)
        partner = a_partner(programme)
        _, owner = deals.two_sides(programme, partner.id)
        finance, manager = (staff(programme, role).id for role in ("finance", "manager"))
        paid = deals.a_settled_contract(programme, partner.id, manager=manager, owner=owner, finance=finance, now=NOW)
        run, line = settlements.payout_run(programme.id, paid["payout_id"]), paid["payment_id"]
        name, day = f"{run.ref[:20]}-{line}", NOW.date()
        taken(programme, an_entry(-run.amount, name, booked=day, reference="B-1"), now=NOW, form="camt.053")
        assert settlements.payments(run.id)[0].state == "confirmed"
        second, undone = taken(
            programme, an_entry(-run.amount, name, booked=day, reference="B-2"), an_entry(run.amount, name, booked=day, line=2, reference="B-3", returned=True),
            now=NOW, form="camt.053",
        )  # fmt: skip
        assert settlements.payments(run.id)[0].state == "confirmed", "the bank has put right its own mistake"
        assert [desk.entry(programme.id, one).state for one in (second, undone)] == ["open", "open"]
        desk.set_aside(programme.id, second, why="Банк ошибся", now=NOW)
        desk.set_aside(programme.id, undone, why="Банк исправил", now=NOW)
        assert settlements.payments(run.id)[0].state == "confirmed"


def test_payout_said_to_have_failed_that_the_bank_shows_in_parts_waits_for_a_person(ctx: Flask) -> None:
    with transaction():
        programme = a_programme(texts=False)
        partner = a_partner(programme)
        _, owner = deals.two_sides(programme, partner.id)
        finance, manager = (staff(programme, role).id for role in ("finance", "manager"))
        paid = deals.a_settled_contract(programme, partner.id, manager=manager, owner=owner, finance=finance, now=NOW)
        run, line = settlements.payout_run(programme.id, paid["payout_id"]), paid["payment_id"]
        name, day = f"{run.ref[:20]}-{line}", NOW.date()
        (part,) = taken(programme, an_entry(-100, name, booked=day, reference="B-1"), now=NOW)
        expected = execute("SELECT id FROM expectations WHERE kind = 'payout'").scalar_one()
        desk.match(programme.id, [part], [expected], fee=False, why="Часть", now=NOW)
        settlements.happened(line, "failed", known_by="bank", now=NOW)
        (rest,) = taken(programme, an_entry(100 - run.amount, name, booked=day, reference="B-2"), now=NOW)
        assert desk.entry(programme.id, rest).state == "matched"
        assert desk.expectation(programme.id, expected, today=day).state == "contradicted", "a person looks"
        match = desk.matches_of(entry_id=part)[0]
        desk.part(programme.id, match.id, why="Не оно", now=NOW)
        assert desk.entry(programme.id, part).state == "open"


def test_payments_before_the_first_table_of_an_acquirer_are_not_missing_and_a_wrong_match_can_be_undone(
    bank: Practice,  # noqa: F811
    anna: tuple[Member, shop.Shelf],  # noqa: F811
) -> None:
    order = a_mixed_order(*anna)
    work()
    bank.pay(order)
    bank.deliver()
    work()
    of, programme = payment_of(order), anna[1].programme
    paid_on = execute("SELECT at::date FROM payment_completions WHERE payment_id = %(id)s", {"id": of.id}).scalar_one()

    def settled(day: date, name: str) -> int:
        entry = BankEntry(1, of.amount, of.currency, day, day, keys=keys_of([name]))
        return taken(programme, entry, now=NOW, form="acquirer", currency=of.currency)[0]

    with transaction():
        settled(paid_on + timedelta(days=30), "SOMEBODY-ELSE")
        assert execute("SELECT count(*) FROM expectations WHERE kind = 'payment'").scalar_one() == 0
        entry_id = settled(paid_on, of.public_id)
        (match,) = desk.matches_of(entry_id=entry_id)
        desk.part(programme.id, match.id, why="Это другой платёж", now=NOW)
        assert desk.entry(programme.id, entry_id).state == "open"
