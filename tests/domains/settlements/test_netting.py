"""What a partner owes is taken off what it is paid, in the same run, and nobody's debt is another's."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from marketplace import approvals, settlements
from marketplace.core import ids
from marketplace.core.db import execute, transaction
from marketplace.settlements import Holder
from marketplace.web.console.money import bank_files, kinds
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.orders import a_shelf
from tests.builders.programmes import a_programme
from tests.builders.settlements import JANUARY, moment


def test_run_pays_what_is_left_once_a_partners_own_debt_is_taken_off_and_leaves_out_who_owes(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        finance = staff(programme, "finance").id
        debtor, other = (a_shelf(programme).brand.partner_id for _ in range(2))
        contracts = {one: deals.a_contract(programme, one) for one in (debtor, other)}
        for whose in (debtor, other, None):
            settlements.set_account(programme.id, whose, deals.ACCOUNT, now=moment(1))
        for partner, amount, month in ((debtor, -5_000, 11), (debtor, 12_000, 12), (other, -700, 12)):
            settlements.adjust(
                partner, amount, ref=f"netting-{partner}-{month}", why="x", by=finance, now=moment(10, month=month)
            )
    with transaction():
        first = [deals.accepted(deals.drawn(one)) for one in contracts.values()]
        assert [(one.closing, one.state) for one in first] == [(-5_000, "settled"), (0, "settled")]
        second = [deals.drawn(one, JANUARY) for one in contracts.values()]
        for one in second:
            settlements.send(one, by=finance, now=moment(31, 23, 12))
            settlements.accept(settlements.statement(one.number), by=finance, now=moment(31, 23, 12))
    with transaction():
        ref = ids.new_ref()
        run, again = (
            settlements.draft_run(
                programme.id, [debtor, other], ref=ref, currency="RUB", pays_on=date(2027, 1, 20), by=finance, now=moment(31, 23, 12)
            )
            for _ in range(2)
        )  # fmt: skip

    assert run == again, "asked twice it is drafted once"
    assert [(one.partner_id, one.owed, one.amount) for one in settlements.payments(run.id)] == [(debtor, 7_000, 7_000)]
    owed = execute("SELECT owed - netted AS left FROM payout_owed(%(partner)s)", {"partner": other}).scalar_one()
    assert owed == -700, "what the other owes waits for what it earns"


class Paying:
    """A programme that pays from a Russian account, and a partner with a contract and an account of its own."""

    def __init__(self) -> None:
        self.programme = a_programme()
        self.finance = staff(self.programme, "finance").id
        self.partner = a_shelf(self.programme).brand.partner_id
        self.contract = deals.a_contract(self.programme, self.partner)
        for whose in (self.partner, None):
            settlements.set_account(self.programme.id, whose, deals.ACCOUNT, now=moment(1))

    def statement(self, amount: int, month: int) -> settlements.Statement:
        """A statement of one month with one adjustment, accepted."""
        settlements.adjust(
            self.partner, amount, ref=f"paying-{month}", why="x", by=self.finance, now=moment(10, month=month)
        )
        with_day = date(2026, 12, 1) if month == 11 else JANUARY
        made = deals.drawn(self.contract, with_day)
        at = made.to_at
        settlements.send(made, by=self.finance, now=at)
        return settlements.accept(settlements.statement(made.number), by=self.finance, now=at)

    def abroad(self) -> None:
        """Both now have accounts with an IBAN."""
        for whose, iban in ((self.partner, "DE75512108001245126199"), (None, "DE89370400440532013000")):
            holder = Holder(holder="Toy House", country="DE", town="Berlin", iban=iban)
            settlements.set_account(self.programme.id, whose, holder, now=moment(2))

    def draft(self, *partners: int) -> settlements.Run:
        return settlements.draft_run(
            self.programme.id, [self.partner, *partners], ref=ids.new_ref(), currency="RUB", pays_on=date(2027, 1, 20), by=self.finance, now=moment(31, 23, 12)
        )  # fmt: skip

    def sent(self) -> int:
        """The payment of a run that was approved and sent."""
        run = self.draft()
        approve(self.programme, run, self.finance)
        settlements.keep_file(
            settlements.payout_run(self.programme.id, run.id),
            kind="1c",
            name="a.txt",
            content=b"x",
            now=moment(31, 23, 12),
        )
        settlements.send_run(settlements.payout_run(self.programme.id, run.id), now=moment(31, 23, 12))
        return settlements.payments(run.id)[0].id

    def pays(self) -> list[tuple[int, int]]:
        """Whom a run would pay how much; in a transaction of its own, and the run is given up again."""
        try:
            with transaction():
                run = self.draft()
                settlements.drop_run(run, why="", now=moment(31, 23, 12))
        except settlements.NothingToPay:
            return []
        return [(one.partner_id, one.amount) for one in settlements.payments(run.id)]


def approve(programme: Any, run: settlements.Run, finance: int) -> None:
    asked = approvals.propose(
        kinds.PAYOUT, str(run.id), {}, programme_id=programme.id, by=finance, ref=ids.new_ref(), now=moment(31, 23, 12)
    )  # fmt: skip
    approvals.approve(asked.id, seen=asked.digest, by=staff(programme, "manager").id, now=moment(31, 23, 12))


def test_file_of_a_run_is_made_once_and_in_the_older_form_only_where_that_is_switched_on(ctx: Flask) -> None:
    with transaction():
        paying, now = Paying(), moment(31, 23, 12)
        paying.abroad()
    with transaction():
        paying.statement(50_000, 11)
        run = paying.draft()
        approve(paying.programme, run, paying.finance)
        run = settlements.payout_run(paying.programme.id, run.id)
        assert (bank_files.forms(run, older=False), len(bank_files.forms(run, older=True))) == (("pain.001.001.09",), 2)
        for form in ("pain.001.001.03", "1c"):
            with pytest.raises(settlements.PayoutStep):
                bank_files.keep(run, form=form, now=now)
        made = bank_files.keep(run, form="pain.001.001.03", older=True, now=now)
        again = bank_files.keep(run, form="pain.001.001.09", older=True, now=now)
    assert b"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03" in made.content
    assert (again, settlements.payout_files(run.id)) == (made, [made]), "in another form it would be paid twice"


def test_what_an_older_payment_that_failed_had_covered_is_paid_by_a_further_line_of_the_same_statement(
    ctx: Flask,
) -> None:
    with transaction():
        paying = Paying()
    with transaction():
        paying.statement(50_000, 11)
        older = paying.sent()
    with transaction():
        paying.statement(30_000, 12)
        newer = paying.sent()
        settlements.happened(newer, "confirmed", known_by="bank", now=moment(31, 23, 12))
    with transaction():
        settlements.happened(older, "failed", known_by="bank", now=moment(31, 23, 12))
    assert paying.pays() == [(paying.partner, 50_000)]
    assert settlements.invariants() == []


def test_deposit_is_kept_until_two_release_it_and_pays_what_is_owed_meanwhile(ctx: Flask) -> None:
    with transaction():
        paying = Paying()
        paying.statement(1_000, 11)
        settlements.paid_in(paying.partner, 50_000, kind="deposit", ref="deposit-1", now=moment(31, 12, 12))
    assert paying.pays() == [(paying.partner, 1_000)], "a deposit is not sent back"
    with transaction():
        settlements.adjust(paying.partner, -31_000, ref="used-up-1", why="x", by=paying.finance, now=moment(31, 13, 12))
        made = deals.drawn(paying.contract, JANUARY)
        assert made.closing == 1_000 + 50_000 - 31_000, "what it owes is set off against the deposit"
        settlements.send(made, by=paying.finance, now=made.to_at)
        settlements.accept(settlements.statement(made.number), by=paying.finance, now=made.to_at)
    assert paying.pays() == []
    with transaction():
        asked = approvals.propose(
            kinds.DEPOSIT, str(paying.partner), {"amount": 40_000}, why="Договор меняется", programme_id=paying.programme.id, by=paying.finance,
            ref=ids.new_ref(), now=moment(31, 23, 12),
        )  # fmt: skip
    assert paying.pays() == []
    with transaction():
        manager = staff(paying.programme, "manager").id
        approvals.approve(asked.id, seen=asked.digest, by=manager, now=moment(31, 23, 12))
    assert paying.pays() == [(paying.partner, 10_000)], "20 000 stand to its credit, 10 000 of them a deposit still"
    assert settlements.invariants() == []


def test_partner_with_an_account_of_another_kind_than_the_programmes_is_left_out_and_stops_nobody(ctx: Flask) -> None:
    with transaction():
        paying = Paying()
        foreign = a_shelf(paying.programme).brand.partner_id
        contract = deals.a_contract(paying.programme, foreign)
        abroad = Holder(holder="Toy House GmbH", country="DE", town="Berlin", iban="DE89370400440532013000")
        settlements.set_account(paying.programme.id, foreign, abroad, now=moment(1))
        settlements.adjust(foreign, 5_000, ref="foreign-1", why="x", by=paying.finance, now=moment(10))
    with transaction():
        paying.statement(7_000, 11)
        deals.accepted(deals.drawn(contract))
        run = paying.draft(foreign)
        assert [one.partner_id for one in settlements.payments(run.id)] == [paying.partner]
        asked = settlements.payable(
            paying.programme.id, currency="RUB", pays_on=moment(31, 12, 12).date(), now=moment(31, 12, 12)
        )
        assert {one.partner_id: one.why for one in asked} == {paying.partner: "netted", foreign: "kind"}, (
            "one is being paid already"
        )
