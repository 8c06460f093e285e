"""Partners are paid by the payment provider: an account is connected, each payment is sent once, and what does not arrive is owed again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import approvals, settlements
from marketplace.core import clock, ids
from marketplace.core.db import execute, transaction
from marketplace.integrations.stripe.connect import Payee, StripeConnect, Unreachable
from marketplace.reports.accounting import Period, entries
from marketplace.settlements import Connected, Later, MoveAnswer, MoveCall, Moved, MoveOutcome, Run
from marketplace.settlements.payouts.moving import Say, next_move
from marketplace.web.console.money import kinds
from tests.builders import orders as shop
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.payments import Practice, practice, work
from tests.builders.settlements import DECEMBER, JANUARY, moment
from tests.builders.tills import Till, a_till

OWED = 7_414  # of 80.00 redeemed, less commission and its tax
NOW = datetime(2026, 12, 21, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def at(ctx: Flask) -> Iterator[Any]:
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def bank(at: Any, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with practice(ctx, monkeypatch) as one:
        yield one


@pytest.fixture
def till(bank: Practice) -> Till:
    """A partner that is owed 74.14 and has accepted it."""
    with transaction():
        till = a_till()
        execute(
            "UPDATE partners SET legal_name = 'ООО «Вереск Карты»' WHERE id = %(id)s", {"id": till.terminal.partner_id}
        )
        contract = deals.a_contract(till.shelf.programme, till.terminal.partner_id)
        till.redeem(amount=8_000, now=moment(22))
    with transaction():
        deals.accepted(deals.drawn(contract, DECEMBER))
    return till


def account_of(till: Till) -> Connected:
    found = settlements.connected_of(till.terminal.partner_id)
    assert found is not None
    return found


def heard(bank: Practice) -> None:
    bank.deliver(times=2, chance=Random(5))
    work()


def connected(bank: Practice, till: Till, how: str = "") -> Connected:
    """The partner's account, of which all is known; `how` its bank behaves."""
    with transaction():
        settlements.connect(till.terminal.partner_id, country="DE", now=clock.now())
    work()
    bank.partners.fill_in(account_of(till).provider_ref or "", bank=how)
    heard(bank)
    assert account_of(till).state == "ready"
    return account_of(till)


def drafted(till: Till, pays_on: date = TODAY) -> Run:
    programme = till.shelf.programme
    with transaction():
        return settlements.draft_run(
            programme.id, [till.terminal.partner_id], ref=ids.new_ref(), currency="RUB", pays_on=pays_on,
            by=staff(programme, "finance").id, now=clock.now(), channel="stripe",
        )  # fmt: skip


def sent(till: Till, pays_on: date = TODAY) -> Run:
    """A run that another person has approved and that was sent."""
    run, now = drafted(till, pays_on), clock.now()
    with transaction():
        asked = approvals.propose(
            kinds.PAYOUT, str(run.id), {}, programme_id=run.programme_id, by=run.drafted_by, ref=ids.new_ref(), now=now
        )
        approvals.approve(asked.id, seen=asked.digest, by=staff(till.shelf.programme, "manager").id, now=now)
        settlements.send_through_provider(settlements.payout_run(run.programme_id, run.id), now=now)
    return run


def state(run: Run) -> str:
    return settlements.payments(run.id)[0].state


def count(bank: Practice, *kinds_of: str) -> list[int]:
    return [len(bank.bank.store.all(kind)) for kind in kinds_of]


def test_partner_connects_an_account_and_is_told_what_is_missing(bank: Practice, till: Till) -> None:
    with pytest.raises(settlements.NothingToPay):
        drafted(till)  # it has no account there
    for _ in range(2):
        with transaction():
            settlements.connect(till.terminal.partner_id, country="DE", now=clock.now())
    work()
    opened = account_of(till)
    assert (count(bank, "account"), opened.state) == ([1], "incomplete")
    page, account = bank.partners.page(opened.page(clock.now()).rpartition("/")[2])
    assert (account["id"], page["back"].endswith("/payout-account?back=yes")) == (opened.provider_ref, True)
    bank.partners.fill_in(account["id"], without="representative.verification.document")
    first = list(bank.told)
    heard(bank)
    assert (account_of(till).state, account_of(till).missing) == (
        "incomplete",
        ("representative.verification.document",),
    )
    bank.partners.fill_in(account["id"])
    bank.told += first  # what was said first comes last
    heard(bank)
    assert (account_of(till).state, account_of(till).missing) == ("ready", ())


def test_account_of_whose_opening_no_answer_came_is_looked_for_once_its_key_is_forgotten_and_not_opened_twice(
    bank: Practice, till: Till, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = StripeConnect.open_account

    def loses(self: StripeConnect, of: Connected, payee: Payee) -> str:
        real(self, of, payee)
        raise Unreachable("timed out")

    with monkeypatch.context() as patched:
        patched.setattr(StripeConnect, "open_account", loses)
        with transaction():
            settlements.connect(till.terminal.partner_id, country="DE", now=clock.now())
        work()
    assert (count(bank, "account"), account_of(till).state) == ([1], "asked")
    bank.bank.store.forget()
    at.shift(timedelta(hours=25))
    work()
    assert (count(bank, "account"), account_of(till).state) == ([1], "incomplete")


def test_another_bank_account_at_the_provider_is_paid_to_only_once_two_people_agree_and_the_partners_people_are_told(
    bank: Practice, till: Till
) -> None:
    connected(bank, till)
    programme, partner = till.shelf.programme, till.terminal.partner_id
    with transaction():
        owner = staff(programme, "owner", partner_id=partner).email
        finance, manager = (staff(programme, role).id for role in ("finance", "manager"))
    bank.partners.fill_in(account_of(till).provider_ref or "", last4="9999")
    heard(bank)
    assert (account_of(till).state, "…9999" in account_of(till).bank) == ("changed", True)
    letters = execute("SELECT recipient, body_text FROM mails WHERE ref LIKE 'payee:%%'").all()
    assert all("…9999" in row.body_text for row in letters)
    assert owner in [row.recipient for row in letters], "all of them, whoever has changed it"
    with pytest.raises(settlements.NothingToPay):
        drafted(till)
    with transaction():
        asked = approvals.propose(
            kinds.PROVIDER, str(partner), {}, programme_id=programme.id, by=finance, ref=ids.new_ref(), now=clock.now()
        )
        approvals.approve(asked.id, seen=asked.digest, by=manager, now=clock.now())
    assert account_of(till).state == "ready"
    assert drafted(till).amount == OWED


@pytest.mark.parametrize(
    ("holder", "state_of"), [("OOO Veresk Karty", "ready"), ("Вереск Крты", "ready"), ("ООО «Дом игрушек»", "changed")]
)
def test_first_bank_account_is_paid_to_unseen_only_if_its_holder_is_called_like_the_company(
    bank: Practice, till: Till, holder: str, state_of: str
) -> None:
    with transaction():
        settlements.connect(till.terminal.partner_id, country="DE", now=clock.now())
    work()
    bank.partners.fill_in(account_of(till).provider_ref or "", holder=holder)
    heard(bank)
    assert (account_of(till).state, holder in account_of(till).bank) == (state_of, True)
    if state_of == "changed":
        with pytest.raises(settlements.NothingToPay):
            drafted(till)


def test_payment_is_sent_once_confirmed_when_it_arrives_and_owed_again_when_it_comes_back(
    bank: Practice, till: Till
) -> None:
    connected(bank, till)
    run = sent(till)
    with pytest.raises(settlements.PayoutStep), transaction():
        settlements.send_through_provider(settlements.payout_run(run.programme_id, run.id), now=clock.now())
    with pytest.raises(settlements.NothingToPay):
        drafted(till)
    work()
    heard(bank)
    heard(bank)
    assert (state(run), count(bank, "transfer", "payout")) == ("confirmed", [1, 1])
    assert [one["amount"] for one in bank.bank.store.all("payout")] == [OWED]
    assert settlements.payout_run(run.programme_id, run.id).state == "done"
    assert shop.wrong() == []
    bank.partners.end_payout(bank.bank.store.all("payout")[0]["id"], "account_closed")
    heard(bank)
    heard(bank)
    assert (state(run), count(bank, "transfer", "payout", "transfer_reversal")) == ("returned", [1, 1, 1])
    assert drafted(till).amount == OWED
    assert shop.wrong() == []


def test_nobody_is_paid_before_the_payday_of_its_contract_nor_by_the_provider_before_the_day_of_the_run(
    bank: Practice, till: Till, at: Any
) -> None:
    connected(bank, till)
    with pytest.raises(settlements.NothingToPay):
        drafted(till, TODAY - timedelta(1))  # the 20th, its payday, is a Sunday
    run = sent(till, TODAY + timedelta(2))
    for days, made in ((0, 0), (1, 0), (1, 1)):
        at.shift(timedelta(days))
        with transaction():
            key = f"{run.ref}-{settlements.payments(run.id)[0].id}"
            assert settlements.look_at_payment(key, because=f"somebody asks, {days}, {made}", now=clock.now())
        work()
        assert count(bank, "transfer") == [made]
    heard(bank)
    heard(bank)
    assert state(run) == "confirmed"
    with transaction():
        deals.drawn(settlements.contract(till.terminal.partner_id), JANUARY)
    december = Period(DECEMBER, JANUARY - timedelta(1), "Europe/Moscow")
    booked = [one for one in entries(till.shelf.programme.id, december) if one.kind == "statement:payout"]
    assert {leg.account: leg.amount for one in booked for leg in one.legs} == {"1100": OWED, "2400": -OWED}


def test_payment_that_fails_is_fetched_back_before_it_is_owed_again(bank: Practice, till: Till) -> None:
    connected(bank, till, "closed")
    run = sent(till)
    work()
    heard(bank)
    [payment] = settlements.payments(run.id)
    assert [(one.what, one.note) for one in payment.events] == [("failed", "account_closed")]
    assert bank.bank.store.all("transfer")[0]["reversed"]
    assert drafted(till).amount == OWED
    assert shop.wrong() == []


def test_transfer_for_which_there_is_no_money_fails_and_nothing_was_sent(bank: Practice, till: Till) -> None:
    connected(bank, till)
    bank.partners.balance = OWED - 1
    run = sent(till)
    work()
    assert (state(run), count(bank, "transfer", "payout")) == ("failed", [0, 0])
    assert drafted(till).amount == OWED
    assert shop.wrong() == []


def test_calls_without_an_answer_are_made_again_under_their_key_and_asked_about_once_it_is_forgotten(
    bank: Practice, till: Till, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(bank, till)
    real, lost = StripeConnect.make, []

    def loses(self: StripeConnect, what: str, of: Moved) -> MoveAnswer:
        answer = real(self, what, of)
        if what in ("transfer", "payout") and lost.count(what) < 3:
            lost.append(what)
            return MoveAnswer(MoveOutcome.UNCLEAR, note="timed out")
        return answer

    monkeypatch.setattr(StripeConnect, "make", loses)
    run = sent(till)
    for _ in range(3):
        work()
        at.shift(timedelta(seconds=30))
    at.shift(timedelta(hours=25))
    for _ in range(6):
        work()
        at.shift(timedelta(minutes=6))
    asked = [call.what for call in settlements.move_calls(settlements.payments(run.id)[0].id)]
    assert (state(run), count(bank, "transfer", "payout")) == ("confirmed", [1, 1])
    assert asked[:3] == ["transfer"] * 3
    assert {"find_transfer"} <= set(asked) or asked.count("transfer") > 3
    assert shop.wrong() == []


def test_payment_that_somebody_fetched_back_at_the_providers_own_desk_is_found_instead_of_asked_for_for_ever() -> None:
    of = Moved(1, "K-1", "acct_1", OWED, "RUB", {"transfer": "tr_1", "payout": "po_1"}, frozenset())
    asked: list[tuple[Any, MoveOutcome]] = [
        ("transfer", MoveOutcome.DONE), ("payout", MoveOutcome.DONE), ("look", MoveOutcome.FAILED), ("reverse", MoveOutcome.REFUSED),
    ]  # fmt: skip
    later = NOW + timedelta(minutes=10)

    def then(*more: tuple[Any, MoveOutcome], now: datetime = later) -> object:
        calls = [
            MoveCall(n, what, NOW + timedelta(seconds=n), outcome) for n, (what, outcome) in enumerate([*asked, *more])
        ]
        return next_move(of, calls, now)

    assert then() == "find_reversal"
    assert isinstance(then(("find_reversal", MoveOutcome.NONE)), Later), "its money is not there yet"
    assert then(("find_reversal", MoveOutcome.NONE), now=later + timedelta(days=1)) == "reverse"
    found = ("find_reversal", MoveOutcome.DONE)
    of = replace(of, fetched={"trr_1": 500})
    assert then(found) == "reverse", "what is left of it is ours to fetch"
    assert then(found, ("reverse", MoveOutcome.REFUSED)) == "find_reversal"
    assert isinstance(then(found, ("reverse", MoveOutcome.REFUSED), ("find_reversal", MoveOutcome.NONE)), Later), (
        "and is not there yet"
    )
    of = replace(of, fetched={"trr_1": 500, "trr_2": OWED - 500})
    assert isinstance(then(found), Say), "once all of it has come back the payment has failed, and is owed again"


@pytest.mark.parametrize("there", [True, False])
def test_payment_of_which_somebody_fetched_back_a_part_at_the_providers_own_desk_is_owed_again_once_all_of_it_came_back(
    bank: Practice, till: Till, there: bool
) -> None:
    connected(bank, till)
    run = sent(till)
    work()
    heard(bank)
    heard(bank)
    [transfer], [payout] = (bank.bank.store.all(kind) for kind in ("transfer", "payout"))
    bank.partners.end_payout(payout["id"], "account_closed")
    bank.partners.reverse(transfer["id"], {"amount": 500})
    if not there:
        bank.bank.store.put(bank.bank.thing(transfer["destination"], "account") | {"sandbox_balance": 0})
    heard(bank)
    heard(bank)
    fetched = sorted(one["amount"] for one in bank.bank.store.all("transfer_reversal"))
    assert (shop.wrong(), settlements.invariants()) == ([], [])
    if there:
        assert (state(run), fetched) == ("returned", [500, OWED - 500])
        assert drafted(till).amount == OWED
    else:
        assert (state(run), fetched) == ("confirmed", [500]), (
            "somebody has taken its money out: it is asked for again each day"
        )
        with pytest.raises(settlements.NothingToPay):
            drafted(till)
