"""Contracts are signed by both sides; statements accepted or disputed line by line; partners paid once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from marketplace import approvals, partners, settlements
from marketplace.core import ids
from marketplace.core.db import as_owner, execute, transaction
from marketplace.settlements import Contract, Statement
from marketplace.web.console.money import kinds
from tests.builders import settlements as deals
from tests.builders.identity import give, staff
from tests.builders.settlements import DECEMBER, JANUARY, moment
from tests.builders.tills import Till, a_till
from tests.proof.plugin import Proof

TWENTIETH = date(2026, 12, 21)  # the 20th is a Sunday


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        return a_till()


@pytest.fixture
def sides(till: Till) -> tuple[int, int]:
    with transaction():
        return deals.two_sides(till.shelf.programme, till.shelf.brand.partner_id)


@pytest.fixture
def sent(till: Till) -> Statement:
    """80.00 was redeemed in November, 74.14 is owed; the statement was sent."""
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
        till.redeem(amount=8_000, now=moment(22))
    with transaction():
        made = deals.drawn(contract)
        person = execute("SELECT min(id) FROM users").scalar_one()
        return settlements.send(made, by=person, now=moment(1, 9, 12))


def test_version_is_in_force_once_both_sides_have_signed_and_a_newer_one_voids_what_was_signed(
    till: Till, sides: tuple[int, int]
) -> None:
    ours, theirs = sides
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id, signed=False)
        first = settlements.versions(contract)[0]
    assert (first.waits_for, settlements.in_force(contract, DECEMBER)) == ("partner", None)
    signer = first.signed["programme"][0]
    with pytest.raises(settlements.BothSides), transaction():
        settlements.sign(first, side="partner", by=signer, now=moment(2))
    with pytest.raises(settlements.NoTerms), transaction():
        deals.drawn(contract)
    with transaction():
        second = settlements.propose(
            contract, first.terms, valid_from=contract.begins_on, side="partner", by=theirs, now=moment(2)
        )
    with pytest.raises(settlements.ContractMoved), transaction():
        settlements.sign(first, side="partner", by=theirs, now=moment(2))
    with transaction():
        settlements.sign(second, side="programme", by=ours, now=moment(3))
    force = settlements.in_force(contract, DECEMBER)
    assert force is not None
    assert force.number == 2
    with transaction():
        deals.drawn(contract)
        third = settlements.propose(
            contract, first.terms, valid_from=DECEMBER, side="programme", by=ours, now=moment(3)
        )
        settlements.refuse(third, side="partner", by=theirs, why="Дорого", now=moment(3))
    with pytest.raises(settlements.ContractSettled), transaction():
        settlements.propose(
            contract, first.terms, valid_from=date(2026, 11, 30), side="programme", by=ours, now=moment(4)
        )


def test_terms_that_cannot_be_are_refused() -> None:
    for wrong in (
        {"commission_bp": 10_001}, {"payout_day": 29}, {"calendar": "weekly", "payout_day": 8}, {"owed_on": "never"}, {"warn_at": 0},
        {"commission_steps": ({"from": 5, "bp": 1}, {"from": 5, "bp": 2})}, {"vat_kinds": {"gift_card": {"voucher": "both", "role": "agent"}}},
        {"point_prices": {"partner": 1}}, {"tax_number": "2901000018"}, {"tax_number": "DE136695977"}, {"tax_number": "Я-1"}, {"tax_number": "12"},
    ):  # fmt: skip
        with pytest.raises(settlements.BadTerms):
            settlements.checked_terms(settlements.Terms(**wrong))  # type: ignore[arg-type]
    for typed, kept in (
        ("2901 0000 17", "2901000017"),
        ("de 136695976", "DE136695976"),
        ("KZ123456789012", "KZ123456789012"),
        (" ", ""),
    ):
        assert settlements.checked_terms(settlements.Terms(tax_number=typed)).tax_number == kept


def test_deposit_that_runs_low_and_debt_beyond_the_limit_are_told() -> None:
    prepaid, postpaid = (settlements.Terms(payment=payment, warn_at=1_000) for payment in ("prepaid", "postpaid"))
    assert [settlements.warns(prepaid, balance) for balance in (-1_000, -999, 5)] == [False, True, True]
    assert [settlements.warns(postpaid, balance) for balance in (1_000, 1_001)] == [False, True]
    assert not settlements.warns(settlements.Terms(), 10**9)


def test_payout_day_that_is_a_holiday_is_the_next_working_day() -> None:
    terms = settlements.Terms(payout_day=1)
    assert settlements.payout_on(date(2027, 1, 1), terms, "RUB") == date(2027, 1, 11), (
        "holidays until the 8th, then a weekend"
    )
    assert settlements.payout_on(date(2027, 1, 1), terms, "EUR") == date(2027, 1, 4)
    weekly = settlements.Terms(calendar="weekly", payout_day=3)
    assert settlements.payout_on(date(2026, 11, 30), weekly, "RUB") == date(2026, 12, 2)


def test_disputed_line_is_put_right_by_an_adjustment_of_the_open_period_and_all_else_goes_on(till: Till, sent: Statement, sides: tuple[int, int]) -> None:  # fmt: skip
    ours, theirs = sides
    line = next(one for one in settlements.lines(sent) if one.kind == "redemption")
    with transaction():
        made = settlements.dispute(
            sent, line.position, claimed=8_000, reason="amount", body="У нас 86,00", by=theirs, now=moment(2, 9, 12)
        )
    assert settlements.statement(sent.number).state == "disputed"
    with pytest.raises(settlements.LineNotDisputable), transaction():
        settlements.dispute(
            sent, line.position, claimed=1, reason="amount", body="Ещё раз", by=theirs, now=moment(2, 9, 12)
        )
    told = settlements.evidence(sent, made)
    assert sorted(one.what for one in told) == ["line", "movement", "redemption"]
    assert [one.place for one in told if one.what == "movement"] == ["redemption"], "without the number of a row"
    with transaction():
        settlements.accept(settlements.statement(sent.number), by=theirs, now=moment(2, 10, 12))
        settlements.uphold(sent, made, 586, why="Касса права", by=ours, now=moment(3, 9, 12))
    with pytest.raises((settlements.DisputeEnded, settlements.AdjustmentRefUsed)), transaction():
        settlements.uphold(sent, made, 587, why="Касса права", by=ours, now=moment(3, 9, 12))
    with transaction():
        december = deals.drawn(settlements.contract(sent.partner_id), JANUARY)
    assert settlements.replay(sent).same
    assert deals.by_kind(december) == {"adjustment": (1, 586, 586, 0, 586)}
    assert december.closing == sent.closing + 586


def _run(till: Till, contract: Contract, ref: str = "", **over: Any) -> settlements.Run:
    facts = {
        "currency": "RUB",
        "pays_on": TWENTIETH,
        "by": staff(till.shelf.programme, "finance").id,
        "now": moment(20, 9, 12),
    } | over
    return settlements.draft_run(till.shelf.programme.id, [contract.partner_id], ref=ref or ids.new_ref(), **facts)


def _approved_and_sent(till: Till, run: settlements.Run) -> settlements.Run:
    by, now = staff(till.shelf.programme, "manager").id, moment(20, 10, 12)
    made = approvals.propose(
        kinds.PAYOUT, str(run.id), {}, programme_id=run.programme_id, by=run.drafted_by, ref=ids.new_ref(), now=now
    )
    approvals.approve(made.id, seen=made.digest, by=by, now=now)
    run = settlements.payout_run(run.programme_id, run.id)
    first = settlements.keep_file(run, kind="1c", name="a.txt", content=b"first", now=now)
    assert settlements.keep_file(run, kind="1c", name="b.txt", content=b"second", now=now) == first
    settlements.send_run(run, now=now)
    return settlements.payout_run(run.programme_id, run.id)


@pytest.mark.proof("P29")
def test_nobody_approves_their_own_payments_or_adjustment_though_they_may_approve_others(
    till: Till, sent: Statement, sides: tuple[int, int], proof: Proof
) -> None:
    now = moment(20, 10, 12)
    with transaction():
        for whose in (sent.partner_id, None):
            settlements.set_account(till.shelf.programme.id, whose, deals.ACCOUNT, now=moment(1, 8, 12))
        line = next(one for one in settlements.lines(sent) if one.kind == "redemption")
        about = settlements.dispute(sent, line.position, claimed=8_000, reason="amount", body="x", by=sides[1], now=moment(2, 8, 12))  # fmt: skip
        settlements.accept(settlements.statement(sent.number), by=sides[1], now=moment(2, 9, 12))
        both, another = staff(till.shelf.programme, "finance"), staff(till.shelf.programme, "manager").id
        give(both, "manager", till.shelf.programme)
        run = _run(till, settlements.contract(sent.partner_id), by=both.id)
        asked = {"programme_id": run.programme_id, "by": both.id, "now": now}
        of_run = approvals.propose(kinds.PAYOUT, str(run.id), {}, ref=ids.new_ref(), **asked)
        facts = {"amount": 586, "by": both.id}
        of_line = approvals.propose(
            kinds.ADJUSTMENT, f"{sent.number}:{about.id}", facts, why="x", ref=ids.new_ref(), **asked
        )
    for made in (of_run, of_line):
        with pytest.raises(approvals.OwnProposal), transaction():
            approvals.approve(made.id, seen=made.digest, by=both.id, now=now)
        with transaction():
            assert approvals.approve(made.id, seen=made.digest, by=another, now=now).state == "applied", made.kind
        proof.count("settlements that nobody approved alone")


def test_run_made_twice_pays_once_and_what_comes_back_is_owed_again(till: Till, sent: Statement) -> None:
    contract = settlements.contract(sent.partner_id)
    with transaction():
        for whose in (sent.partner_id, None):
            settlements.set_account(till.shelf.programme.id, whose, deals.ACCOUNT, now=moment(1, 8, 12))
    with pytest.raises(settlements.NothingToPay), transaction():
        _run(till, contract)  # not accepted yet
    with transaction():
        settlements.accept(sent, by=execute("SELECT min(id) FROM users").scalar_one(), now=moment(2, 9, 12))
    for day, why in ((date(2026, 12, 20), "not_due"), (TWENTIETH, "")):
        (asked,) = settlements.payable(till.shelf.programme.id, currency="RUB", pays_on=day, now=moment(2, 9, 12))
        assert (asked.partner_id, asked.why, asked.payday, asked.amount) == (sent.partner_id, why, TWENTIETH, 7_414)
    with transaction():
        run = _run(till, contract, ref="A" * 26)
        assert _run(till, contract, ref="A" * 26) == run
    with pytest.raises(settlements.NothingToPay), transaction():
        _run(till, contract)
    assert (run.state, run.amount) == ("draft", 7_414)
    payment = settlements.payments(run.id)[0]
    with pytest.raises(settlements.PayoutStep), transaction():
        settlements.happened(payment.id, "confirmed", known_by="person", now=moment(21, 9, 12))
    with transaction():
        run = _approved_and_sent(till, run)
        assert settlements.happened(payment.id, "confirmed", known_by="person", now=moment(21, 9, 12))
        assert not settlements.happened(payment.id, "confirmed", known_by="person", now=moment(21, 9, 12))
    assert settlements.statement(sent.number).state == "settled"
    with transaction():
        settlements.happened(payment.id, "returned", known_by="bank", code="AC04", now=moment(22, 9, 12))
        again = _run(till, contract, now=moment(23, 9, 12))
    assert again.amount == 7_414
    with transaction():
        settlements.drop_run(again, why="", now=moment(23, 10, 12))
        december = deals.drawn(contract, JANUARY)
    assert deals.by_kind(december) == {
        "payout": (1, -7_414, -7_414, 0, -7_414),
        "payout_return": (1, 7_414, 7_414, 0, 7_414),
    }
    assert december.closing == 7_414


def test_partner_that_is_owed_too_little_waits_and_a_suspended_one_too(till: Till, sent: Statement) -> None:
    with transaction():
        contract = settlements.contract(sent.partner_id)
        settlements.set_account(till.shelf.programme.id, sent.partner_id, deals.ACCOUNT, now=moment(1, 8, 12))
        settlements.accept(sent, by=execute("SELECT min(id) FROM users").scalar_one(), now=moment(2, 9, 12))
        deals.another_version(till.shelf.programme, contract, DECEMBER, payout_minimum=7_415, now=moment(2, 9, 12))
    with pytest.raises(settlements.NothingToPay), transaction():
        _run(till, contract)
    with transaction():
        deals.another_version(till.shelf.programme, contract, DECEMBER, payout_minimum=7_414, now=moment(2, 10, 12))
        partner = partners.partner(sent.partner_id)
        partners.suspend(partner, why="x", now=moment(2, 11, 12))
    with pytest.raises(settlements.NothingToPay), transaction():
        _run(till, contract)
    with transaction(), as_owner():
        execute("SET LOCAL session_replication_role = replica")  # as if they had been born so
        execute("UPDATE giftcards SET expires_on = '2026-12-01', born_until = '2026-12-01'")
    with transaction():
        assert _run(till, contract).amount == 7_414, "nobody can come with a card of its any more"


def test_account_whose_key_is_wrong_is_refused(ctx: Flask) -> None:
    for field, wrong in (
        ("account", "40702810000000009021"),
        ("inn", "2901000018"),
        ("bic", "241117601"),
        ("town", " "),
    ):
        with pytest.raises(settlements.BadPayoutAccount) as no:
            settlements.check_account(settlements.Holder(**{**_facts(), field: wrong}))
        assert no.value.facts["field"] == field


def test_code_of_a_bank_abroad_is_one_of_the_ibans_country_and_the_table_says_so_too(till: Till) -> None:
    abroad = settlements.Holder(holder="Toy House GmbH", country="DE", town="Berlin", iban="DE89370400440532013000")
    for code, stored in ((" cobadeffxxx ", "COBADEFFXXX"), ("", "")):
        assert settlements.check_account(replace(abroad, bic=code)).bic == stored
    island = replace(abroad, iban="GB29NWBK60161331926819", bic="RBOSGGSX")
    assert settlements.check_account(island).bic == "RBOSGGSX", "Guernsey’s accounts have British numbers"
    for code, reason in (("COBADEF", "form"), ("12345678", "form"), ("041117601", "form"), ("BNPAFRPP", "key")):
        with pytest.raises(settlements.BadPayoutAccount) as no:
            settlements.check_account(replace(abroad, bic=code))
        assert no.value.facts == {"field": "bic", "reason": reason}
    for code in ("COBADEF", "12345678", "041117601"):
        with pytest.raises(IntegrityError), transaction():
            execute(
                """INSERT INTO payout_accounts (programme_id, holder, country, town, inn, kpp, bic, bank, account, iban, at)
                   VALUES (%(programme)s, 'Toy House GmbH', 'DE', 'Berlin', '', '', %(bic)s, '', '', 'DE89370400440532013000', now())""",
                {"programme": till.shelf.programme.id, "bic": code},
            )


@pytest.mark.parametrize(
    ("holder", "legal_name", "like"),
    [
        ("ООО «Вереск Карты»", 'Общество с ограниченной ответственностью "Вереск Карты"', "same"),
        ("OOO VERESK KARTY", "ООО «Вереск Карты»", "same"),
        ("Карты Вереск, ООО", "ООО «Вереск Карты»", "same"),
        ("ООО «Вереск Крты»", "ООО «Вереск Карты»", "close"),
        ("ООО «Дом игрушек»", "ООО «Вереск Карты»", "other"),
        ("ООО", "ООО «Вереск Карты»", "other"),
        ("ООО «Вереск Карты»", " ", "unknown"),
    ],
)
def test_holder_of_an_account_is_compared_with_the_company(holder: str, legal_name: str, like: str) -> None:
    assert settlements.likeness(holder, legal_name) == like


def _facts() -> dict[str, str]:
    return {name: getattr(deals.ACCOUNT, name) for name in settlements.Holder.__dataclass_fields__}
