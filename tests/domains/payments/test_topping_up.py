"""Points bought with money: credited once the money is there, usable when the programme says so, taken back as their money goes back."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from marketplace import fraud, ledger, members, orders, payments, programmes, reports
from marketplace.core import clock, ids
from marketplace.core.db import execute, transaction
from marketplace.members import Member
from marketplace.payments import Payment
from tests.builders import orders as shop
from tests.builders.functions import function_changed
from tests.builders.letters import letters
from tests.builders.merging import become_one
from tests.builders.payments import DISPUTED, PASSES, REFUNDS_FAIL, Practice, money_in, practice, work
from tests.builders.programmes import a_programme

SOLD = {"topup_price": 80, "topup_least": 100, "topup_most": 5_000, "topup_day": 6_000, "fresh_days": 14}
POINTS, SUM = 1_000, 80_000


@pytest.fixture
def at(ctx: Flask) -> Iterator[Any]:
    with time_machine.travel(shop.NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def bank(at: Any, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with practice(ctx, monkeypatch) as one:
        yield one


@pytest.fixture
def shelf(ctx: Flask) -> shop.Shelf:
    with transaction():
        return shop.a_shelf(a_programme(**SOLD), stock=9)


@pytest.fixture
def anna(shelf: shop.Shelf) -> Member:
    with transaction():
        return shop.a_member(shelf.programme)


def asked(member: Member, points: int = POINTS, *, amount: int | None = None, ref: str | None = None) -> Payment:
    """The member asks to buy points; nothing is paid yet."""
    with transaction():
        amount = points * SOLD["topup_price"] if amount is None else amount
        return payments.top_up(member, points, amount=amount, ref=ref or ids.new_ref(), now=clock.now())


def bought(bank: Practice, member: Member, points: int = POINTS, number: str = PASSES) -> Payment:
    """Points that are paid and credited; what the bank says of a dispute is still to come."""
    payment = payments.payment(asked(member, points).id)
    work()
    bank.bank.pay(fresh(payment).session_ref or "", number)
    later = [event for event in bank.told if "dispute" in event["type"]]
    bank.told[:] = [event for event in bank.told if "dispute" not in event["type"]]
    bank.deliver(times=2)
    work()
    bank.told.extend(later)
    assert fresh(payment).state == "paid"
    return fresh(payment)


def fresh(payment: Payment) -> Payment:
    return payments.payment(payment.id)


def usable(member: Member) -> int:
    return shop.balance(member, clock.now())


def owed(member: Member) -> int:
    account = ledger.account(member.programme_id, "debt", owner_id=member.id)
    return -int(execute("SELECT balance FROM balances WHERE account_id = %(id)s", {"id": account}).scalar_one())


def heard(bank: Practice) -> None:
    bank.deliver(times=2)
    work()


def test_liability_names_points_that_were_bought_and_those_that_cannot_be_spent_yet(
    bank: Practice, anna: Member
) -> None:
    bought(bank, anna)
    zone = programmes.get(anna.programme_id).time_zone
    owed = reports.liability(anna.programme_id, clock.now(), time_zone=zone)
    assert (owed.fresh, owed.funded["member"], owed.spendable, owed.ties) == (POINTS, POINTS, 0, True)
    later = reports.liability(anna.programme_id, clock.now() + timedelta(days=60), time_zone=zone)
    assert (later.fresh, later.funded["member"], later.spendable) == (0, POINTS, POINTS)


def test_bought_points_are_credited_once_and_cannot_be_spent_before_their_day(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf
) -> None:
    payment = bought(bank, anna)
    topup = payments.topup(payment)
    account, today = ledger.account(anna.programme_id, "member", owner_id=anna.id), shop.NOW.date()
    assert ledger.fresh(account, today) == [(today + timedelta(14), POINTS)]
    assert (topup.points, topup.usable_from, usable(anna)) == (POINTS, today + timedelta(14), 0)
    assert (money_in("gateway"), money_in("prepaid"), money_in("programme")) == (-SUM, 0, SUM)
    quoted = orders.quote(anna, denomination_id=shelf.denomination_id, now=clock.now())
    assert (quoted.balance, quoted.taken) == (0, ())
    with pytest.raises(ledger.NotEnoughPoints) as no, transaction():
        shop.an_order(anna, shelf, now=clock.now())
    assert no.value.facts == {"needed": 450, "available": 0}
    assert shop.wrong() == []
    at.shift(timedelta(14))
    with transaction():
        order = shop.an_order(anna, shelf, now=clock.now())
    assert (order.state, usable(anna)) == ("issued", POINTS - 450)
    assert shop.wrong() == []


@pytest.mark.parametrize("days", [0, 14])
def test_bought_points_that_go_out_at_once_are_seen_and_at_once_begins_with_their_first_day(
    bank: Practice, at: Any, days: int
) -> None:
    with transaction():
        shelf = shop.a_shelf(a_programme(**SOLD | {"fresh_days": days}), price=POINTS, stock=2)
        quick, slow = shop.a_member(shelf.programme), shop.a_member(shelf.programme)
    for member in (quick, slow):
        bought(bank, member)
    first = datetime.combine(shop.NOW.date() + timedelta(days), time(), ZoneInfo(shelf.programme.time_zone))
    began = first if days else clock.now()
    for member, late in ((quick, 29), (slow, 31)):
        at.move_to(began + timedelta(minutes=late))
        with transaction():
            shop.an_order(member, shelf, now=clock.now())
    with transaction():
        assert fraud.look(shelf.programme, clock.now()) == 1
    [seen] = fraud.of_member(quick.id)
    assert (seen.kind, seen.evidence["credited"], seen.evidence["spent"]) == ("burn", POINTS, POINTS)


@pytest.mark.spoils_the_books
def test_control_without_the_rule_fresh_points_are_spent_and_the_books_tell_it(
    bank: Practice, anna: Member, shelf: shop.Shelf, owner_url: str
) -> None:
    bought(bank, anna)
    with function_changed(owner_url, "ledger_spendable", "p_usable <= p_today", "true"), transaction():
        shop.an_order(anna, shelf, now=clock.now())
    assert [one.rule for one in ledger.invariants()] == ["points that cannot be spent yet are not spent"]


def test_points_are_sold_at_the_programmes_terms_alone(bank: Practice, anna: Member, shelf: shop.Shelf) -> None:
    ref = ids.new_ref()
    first = asked(anna, 5_000, ref=ref)
    assert asked(anna, 5_000, ref=ref) == first
    with pytest.raises(payments.TopUpDay) as no:
        asked(anna, 1_001)
    assert no.value.facts == {"left": 1_000}
    for points in (99, 5_001):
        with pytest.raises(payments.TopUpPoints):
            asked(anna, points)
    with pytest.raises(payments.TopUpPrice):
        asked(anna, 1_000, amount=79_999)
    with transaction():
        stranger = shop.a_member(a_programme())
    with pytest.raises(payments.TopUpOff):
        asked(stranger)
    with transaction():
        assert payments.close(first, now=clock.now())
    work()
    assert (fresh(first).state, money_in("gateway"), payments.topup_left(anna, now=clock.now())) == (
        "expired",
        0,
        6_000,
    )
    assert shop.wrong() == []


def test_refund_takes_back_the_points_that_its_money_bought_and_gives_them_back_where_it_fails(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf
) -> None:
    payment = bought(bank, anna, number=REFUNDS_FAIL)
    with transaction():
        payments.send_back(payment, 20_010, why="changed her mind", ref=ids.new_ref(), now=clock.now())
    assert (payments.topup(payment).taken, payments.topup(payment).owed) == (251, 0)
    work()
    heard(bank)
    at.shift(timedelta(14))
    assert (payments.topup(payment).taken, usable(anna)) == (0, POINTS)
    assert [one.state for one in payments.refunds(payment.id)] == ["failed"]
    assert shop.wrong() == []


def test_points_that_were_spent_before_their_money_went_back_are_owed_and_repaid_by_nothing_else(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf
) -> None:
    payment = bought(bank, anna, number=DISPUTED)
    at.shift(timedelta(14))
    with transaction():
        shop.an_order(anna, shelf, now=clock.now())
    heard(bank)
    assert (payments.topup(payment).taken, payments.topup(payment).owed) == (550, 450)
    assert (usable(anna), owed(anna)) == (0, 450)
    assert (money_in("gateway"), money_in("programme")) == (0, 0)
    assert shop.wrong() == []
    bank.bank.decide(bank.bank.store.all("dispute")[0]["id"], won=True)
    heard(bank)
    assert (usable(anna), owed(anna), money_in("programme")) == (550, 0, SUM)
    with transaction():
        told = [(letter.subject, "450 баллов" in letter.body_text.replace("\u00a0", " ")) for letter in letters()]
        lines = reports.timeline(reports.of_member(anna), group="trade", limit=50).items
    assert told[-2:] == [("Банк отозвал платёж", True), ("Банк снова перечислил платёж", False)]
    assert {line.facts["action"] for line in lines if line.book == "audit"} >= {
        "payments.topup_take",
        "payments.topup_return",
    }
    assert shop.wrong() == []


def test_no_loop_mints_points_card_buys_card_points_earn_points(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf
) -> None:
    payment = bought(bank, anna)
    at.shift(timedelta(14))
    for _ in range(3):
        with transaction():
            order = shop.an_order(anna, shelf, now=clock.now())
            orders.cancel(order, why="", now=clock.now())
    at.shift(timedelta(1))  # no more than three a day are taken back
    assert usable(anna) == POINTS
    with transaction():
        order = shop.an_order(anna, shelf, now=clock.now())
        payments.send_back(payment, SUM, why="all of it", ref=ids.new_ref(), now=clock.now())
    work()
    heard(bank)
    assert (usable(anna), owed(anna)) == (0, 450)
    with transaction():
        orders.cancel(order, why="", now=clock.now())  # what comes back was never paid for
    assert usable(anna) - owed(anna) == 0
    assert money_in("points", "points") == 0
    assert shop.wrong() == []


def test_points_bought_by_a_membership_that_went_on_are_taken_back_first_from_the_one_that_stays(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf
) -> None:
    payment = bought(bank, anna, number=DISPUTED)
    with transaction():
        olga = shop.a_member(shelf.programme, points=100)
        become_one(anna, olga, now=clock.now())
    account, today = ledger.account(olga.programme_id, "member", owner_id=olga.id), shop.NOW.date()
    assert ledger.fresh(account, today) == [(today + timedelta(14), POINTS)], "no day earlier than before"
    owed_now = reports.liability(olga.programme_id, clock.now(), time_zone=shelf.programme.time_zone)
    assert (owed_now.funded["member"], owed_now.ties) == (POINTS, True), "paid for, as before"
    assert payments.topup_left(olga, now=clock.now()) == SOLD["topup_day"] - POINTS, "no limit of a day begins anew"
    heard(bank)
    assert (payments.topup(payment).taken, payments.topup(payment).owed) == (POINTS, 0)
    assert (ledger.fresh(account, today), usable(olga), owed(olga)) == ([], 100, 0)
    bank.bank.decide(bank.bank.store.all("dispute")[0]["id"], won=True)
    heard(bank)
    assert (ledger.fresh(account, today), usable(anna)) == ([(today + timedelta(14), POINTS)], 0)
    assert [*shop.wrong(), *payments.invariants(), *members.invariants()] == []


def test_what_a_membership_owes_goes_on_with_it_and_is_given_back_to_the_one_that_stays(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf
) -> None:
    bought(bank, anna, number=DISPUTED)
    at.shift(timedelta(14))
    with transaction():
        shop.an_order(anna, shelf, now=clock.now())
    heard(bank)
    with transaction():
        olga = shop.a_member(shelf.programme, points=100)
        become_one(anna, olga, now=clock.now())
    assert (owed(anna), owed(olga), usable(olga)) == (0, 450, 100)
    bank.bank.decide(bank.bank.store.all("dispute")[0]["id"], won=True)
    heard(bank)
    assert (owed(anna), usable(anna), owed(olga), usable(olga)) == (0, 0, 0, 650)
    assert [*shop.wrong(), *payments.invariants(), *members.invariants()] == []
