"""An order of which part is paid in money: points are held, money comes or does not, and the card follows the money."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import giftcards, orders, payments
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.integrations.stripe.gateway import Stripe
from marketplace.integrations.stripe.port import Page
from marketplace.integrations.stripe_sandbox.bank import Declined
from marketplace.jobs import payment_events
from marketplace.members import Member
from tests.builders import orders as shop
from tests.builders.payments import (
    DECLINES,
    MIXED,
    Practice,
    a_mixed_order,
    fresh,
    money_in,
    payment_of,
    practice,
    refunds_of,
    work,
)


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
        return shop.a_shelf(**MIXED)


@pytest.fixture
def anna(shelf: shop.Shelf) -> Member:
    with transaction():
        return shop.a_member(shelf.programme, points=300)


def test_member_chooses_how_many_points_to_use_and_pays_the_rest_in_money(
    bank: Practice, anna: Member, shelf: shop.Shelf
) -> None:
    quoted = orders.quote(anna, denomination_id=shelf.denomination_id, points=250, now=clock.now())
    order = a_mixed_order(anna, shelf, 250)
    assert (order.points_part, order.money_part, order.due) == (quoted.points, quoted.money, (16_000, "RUB"))
    work()
    assert (fresh(order).state, shop.balance(anna)) == ("unpaid", 50)
    page = bank.bank.page(payment_of(order).session_ref or "")
    assert (page["amount_total"], page["currency"]) == (16_000, "rub")
    bank.pay(order)
    assert set(bank.deliver(times=2)) == {200}
    work()
    assert fresh(order).state == "issued"
    card = giftcards.of_orders([order.id])[order.id]
    assert (card.value, card.state) == (30_000, "active")
    assert (money_in("gateway"), money_in("prepaid"), money_in("partner")) == (-16_000, 0, 16_000)
    assert execute("SELECT count(*) FROM payment_completions").scalar_one() == 1
    work()
    assert shop.wrong() == []


def test_order_is_never_paid_with_no_payment(bank: Practice, anna: Member, shelf: shop.Shelf) -> None:
    order = a_mixed_order(anna, shelf)
    work()
    with pytest.raises(Declined):
        bank.pay(order, DECLINES)
    bank.deliver()
    work()
    assert fresh(order).state == "unpaid"
    with pytest.raises(orders.OutOfStep), transaction():
        orders.issue(order.id, now=clock.now())
    with pytest.raises(Exception, match="the money is not there"), transaction():  # past all of our Python
        execute("SELECT order_issue(%(id)s, NULL, repeat('A', 26), now(), current_date)", {"id": order.id})
    with pytest.raises(Exception, match="can still be paid"), transaction():
        execute("SELECT order_cancel(%(id)s, '', NULL, now(), current_date, NULL)", {"id": order.id})
    with pytest.raises(payments.WrongAmount), transaction():
        payments.complete(
            payment_of(order), intent_ref="pi_other", amount=1, currency="RUB", known_by="event", now=clock.now()
        )
    assert (fresh(order).state, payments.trouble(payment_of(order).id)) == ("unpaid", "wrong_amount")
    assert giftcards.of_orders([order.id]) == {}


def test_payment_that_never_comes_is_closed_at_the_provider_and_then_the_hold_is_released(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf
) -> None:
    order = a_mixed_order(anna, shelf)
    work()
    session = payment_of(order).session_ref or ""
    at.shift(timedelta(minutes=29))
    work()
    assert (fresh(order).state, shop.balance(anna)) == ("unpaid", 50)
    at.shift(timedelta(minutes=1, seconds=5))
    work()
    assert bank.bank.page(session)["status"] == "expired"
    assert (fresh(order).state, shop.balance(anna), money_in("gateway")) == ("cancelled", 300, 0)
    bank.deliver(times=2)
    work()
    assert shop.wrong() == []


def test_member_who_no_longer_wants_to_pay_has_the_points_back_once_the_page_is_closed(
    bank: Practice, anna: Member, shelf: shop.Shelf
) -> None:
    order = a_mixed_order(anna, shelf)
    work()
    with pytest.raises(orders.NotCancellable) as no, transaction():
        orders.cancel(order, why="", now=clock.now())
    assert no.value.facts == {"reason": "unpaid"}
    with transaction():
        assert orders.stop_paying(order, now=clock.now())
    assert (fresh(order).state, shop.balance(anna)) == ("unpaid", 50)
    work()
    assert (fresh(order).state, shop.balance(anna)) == ("cancelled", 300)


def test_money_that_comes_after_the_hold_was_released_goes_back(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_mixed_order(anna, shelf)
    work()
    monkeypatch.setattr(
        bank.bank, "_end", lambda page: page | {"status": "expired"}
    )  # it says so, and takes money all the same
    at.shift(timedelta(minutes=31))
    work()
    assert fresh(order).state == "cancelled"
    bank.pay(order)
    bank.deliver(times=2)
    work()
    bank.deliver()
    work()
    assert refunds_of(order) == [("late", 16_000, "done")]
    assert (fresh(order).state, money_in("gateway"), money_in("prepaid")) == ("cancelled", 0, 0)
    assert shop.wrong() == []


def test_card_that_cannot_be_had_after_payment_gives_back_money_to_its_source_and_points_to_their_lots(
    bank: Practice, anna: Member, shelf: shop.Shelf
) -> None:
    order = a_mixed_order(anna, shelf)
    work()
    with transaction():
        other = shop.a_member(shelf.programme, points=10_000)
        for _ in range(3):
            shop.an_order(other, shelf)
    bank.pay(order)
    bank.deliver()
    work()
    assert (fresh(order).state, shop.balance(anna)) == ("cancelled", 300)
    assert refunds_of(order) == [("returned", 16_000, "done")]
    bank.deliver(times=3)
    work()
    assert (money_in("gateway"), money_in("prepaid"), money_in("partner")) == (0, 0, 0)
    assert shop.wrong() == []


def test_refund_restores_the_balance_and_the_money_in_one_act(bank: Practice, anna: Member, shelf: shop.Shelf) -> None:
    order = a_mixed_order(anna, shelf)
    work()
    bank.pay(order)
    bank.deliver()
    work()
    for _ in range(2):
        with transaction():
            orders.cancel(fresh(order), why="changed her mind", now=clock.now())
        assert (fresh(order).state, shop.balance(anna), refunds_of(order)[0][0]) == ("cancelled", 300, "returned")
    work()
    bank.deliver(times=2)
    work()
    assert refunds_of(order) == [("returned", 16_000, "done")]
    assert (money_in("gateway"), money_in("partner"), money_in("partner", "points")) == (0, 0, 0)
    assert len(bank.bank.store.all("refund")) == 1
    assert shop.wrong() == []


def test_webhook_and_browser_at_once_complete_a_payment_once(
    bank: Practice, anna: Member, shelf: shop.Shelf, ctx: Flask
) -> None:
    order = a_mixed_order(anna, shelf)
    work()
    bank.pay(order)
    page = bank.bank.page(payment_of(order).session_ref or "")
    start, said = threading.Barrier(6), []

    def one(known_by: Any) -> None:
        with ctx.app_context():
            payment = payment_of(order)
            start.wait()
            payment_events.paid(
                payment,
                intent_ref=page["payment_intent"],
                amount=16_000,
                currency="RUB",
                known_by=known_by,
                now=clock.now(),
            )
            said.append(known_by)
            db.session.remove()

    threads = [threading.Thread(target=one, args=("event" if n % 2 else "asked",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 6
    work()
    assert (fresh(order).state, money_in("gateway"), money_in("partner")) == ("issued", -16_000, 16_000)


def test_call_without_an_answer_is_made_again_under_the_same_key_and_opens_one_page(
    bank: Practice, at: Any, anna: Member, shelf: shop.Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_mixed_order(anna, shelf)
    real, lost = Stripe.open, []

    def loses(self: Stripe, payment: payments.Payment, page: Page) -> payments.Answer:
        answer = real(self, payment, page)
        if len(lost) < 2:
            lost.append(answer)
            return payments.Answer(payments.Outcome.UNCLEAR, note="timed out")
        return answer

    monkeypatch.setattr(Stripe, "open", loses)
    for _ in range(4):
        work()
        at.shift(timedelta(seconds=20))
    assert [call.outcome for call in payments.all_calls(payment_of(order).id)][:3] == ["unclear", "unclear", "opened"]
    assert len(bank.bank.store.all("checkout.session")) == 1
    assert payment_of(order).session_ref == lost[0].session_ref
    bank.pay(order)
    bank.deliver()
    work()
    assert fresh(order).state == "issued"
