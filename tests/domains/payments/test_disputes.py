"""Money that goes back: banks dispute, refunds fail, staff is generous; the books follow the provider's to the last kopeck."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import exchanges, giftcards, gifts, orders, payments
from marketplace.core import clock, ids
from marketplace.core.db import execute, transaction
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.orders import Order
from tests.builders import orders as shop
from tests.builders.gifts import A_GIFT
from tests.builders.payments import (
    DISPUTED,
    INQUIRED,
    MIXED,
    PASSES,
    REFUNDS_FAIL,
    REFUNDS_LATER,
    Practice,
    a_mixed_order,
    fresh,
    money_in,
    payment_of,
    practice,
    refunds_of,
    work,
)

SHARE = 33_334  # of 1 000 ₽ for 1,500 points, 500 of them in money, rounded up
PAID = 40_000


@pytest.fixture
def bank(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with time_machine.travel(shop.NOW, tick=True), practice(ctx, monkeypatch) as one:
        yield one


@pytest.fixture
def anna(bank: Practice) -> tuple[Member, shop.Shelf]:
    with transaction():
        shelf = shop.a_range_shelf(**MIXED)
        return shop.a_member(shelf.programme, points=3_000), shelf


def issued(bank: Practice, anna: tuple[Member, shop.Shelf], number: str = PASSES) -> Order:
    """An order of which a third was paid in money, with its card."""
    order = a_mixed_order(*anna, points=1_000)
    work()
    bank.pay(order, number)
    # What the bank says of a dispute comes later than its payment.
    later = [event for event in bank.told if "dispute" in event["type"]]
    bank.told[:] = [event for event in bank.told if "dispute" not in event["type"]]
    bank.deliver()
    work()
    bank.told.extend(later)
    assert fresh(order).state == "issued"
    return fresh(order)


def card_of(order: Order) -> Card:
    return giftcards.of_orders([order.id])[order.id]


def used(card: Card, amount: int) -> None:
    """A till takes a part of it."""
    with transaction():
        execute(
            "SELECT giftcard_take(%(card)s, %(amount)s, 'redemption:1', %(today)s, now())",
            {"card": card.id, "amount": amount, "today": shop.NOW.date()},
        )


def dispute_of(bank: Practice) -> str:
    return str(bank.bank.store.all("dispute")[0]["id"])


@pytest.mark.parametrize("won_first", [False, True], ids=["told in order", "told backwards"])
def test_dispute_takes_back_the_share_that_money_bought_and_gives_back_exactly_that(
    bank: Practice, anna: tuple[Member, shop.Shelf], won_first: bool
) -> None:
    order = issued(bank, anna, DISPUTED)
    if won_first:
        bank.bank.decide(dispute_of(bank), won=True)
        bank.told.reverse()
    else:
        bank.deliver(times=3)
        work()
        assert card_of(order).remaining == 100_000 - SHARE
        assert (money_in("gateway"), money_in("partner"), money_in("debt")) == (0, 0, 0)
        assert shop.wrong() == []
        bank.bank.decide(dispute_of(bank), won=True)
    bank.deliver(times=2)
    work()
    assert (card_of(order).remaining, card_of(order).state) == (100_000, "active")
    assert (money_in("gateway"), money_in("partner"), money_in("debt")) == (-PAID, PAID, 0)
    assert shop.wrong() == []


def test_value_is_taken_back_wherever_it_went_on_and_given_back_exactly(
    bank: Practice, anna: tuple[Member, shop.Shelf]
) -> None:
    order = issued(bank, anna, DISPUTED)
    rule = exchanges.Rule(order.brand_id, gives=True, takes=True, recasts=True)
    with transaction():
        exchanges.set_rule(order.programme_id, rule, now=shop.NOW)
        parts = exchanges.split(anna[0], card_of(order).public_id, [20_000, 80_000], ref="split-one", now=clock.now())
        parts += exchanges.split(anna[0], parts[1].public_id, [50_000, 30_000], ref="split-two", now=clock.now())
    pieces = (parts[0], parts[2], parts[3])
    bank.deliver(times=2)
    work()
    left = [giftcards.card_by_id(one.id).remaining for one in pieces]
    assert (left, money_in("debt"), money_in("gateway")) == ([0, 70_000 - SHARE, 30_000], 0, 0)
    bank.bank.decide(dispute_of(bank), won=True)
    bank.deliver(times=2)
    work()
    assert [giftcards.card_by_id(one.id).remaining for one in pieces] == [20_000, 50_000, 30_000]
    assert (money_in("debt"), money_in("partner")) == (0, PAID)


@pytest.mark.spoils_the_books  # a till's movement without its till
def test_value_that_was_spent_already_becomes_a_debt(bank: Practice, anna: tuple[Member, shop.Shelf]) -> None:
    order = issued(bank, anna, DISPUTED)
    used(card_of(order), 100_000 - 10_000)
    bank.deliver()
    work()
    taken = PAID * 10_000 // SHARE
    assert (card_of(order).remaining, card_of(order).state) == (0, "spent")
    assert (money_in("gateway"), money_in("partner"), money_in("debt")) == (0, PAID - taken, taken - PAID)
    assert payments.disputes(payment_of(order).id)[0].owed == PAID - taken
    bank.bank.decide(dispute_of(bank), won=True)
    bank.deliver()
    work()
    assert card_of(order).remaining == 10_000
    assert (money_in("partner"), money_in("debt")) == (PAID, 0)


def test_inquiry_moves_no_money_and_no_value(bank: Practice, anna: tuple[Member, shop.Shelf]) -> None:
    order = issued(bank, anna, INQUIRED)
    bank.deliver()
    work()
    bank.bank.decide(dispute_of(bank), won=False)
    bank.deliver()
    work()
    assert (card_of(order).remaining, money_in("gateway")) == (100_000, -PAID)
    [dispute] = payments.disputes(payment_of(order).id)
    assert (dispute.withdrawn_at, dispute.outcome) == (None, "warning_closed")


def test_loaded_code_that_nobody_has_seen_is_withheld_whole_and_one_that_was_seen_is_owed(
    bank: Practice, ctx: Flask
) -> None:
    with transaction():
        shelf = shop.a_shelf(**MIXED)
        anna = shop.a_member(shelf.programme, points=1_000)
    unseen, seen = (issued_of(bank, anna, shelf) for _ in range(2))
    with transaction():
        giftcards.reveal(
            card_of(seen).public_id,
            programme_id=anna.programme_id,
            member_id=anna.id,
            now=clock.now(),
            fresh_factor=True,
        )
    bank.deliver()
    work()
    assert [(card_of(one).remaining, payments.disputes(payment_of(one).id)[0].owed) for one in (unseen, seen)] == [
        (0, 0), (30_000, 16_000)
    ]  # fmt: skip
    assert shop.wrong() == []


def issued_of(bank: Practice, anna: Member, shelf: shop.Shelf) -> Order:
    order = a_mixed_order(anna, shelf, 250)
    work()
    bank.pay(order, DISPUTED)
    later = [event for event in bank.told if "dispute" in event["type"]]
    bank.told[:] = [event for event in bank.told if "dispute" not in event["type"]]
    bank.deliver()
    work()
    bank.told.extend(later)
    return fresh(order)


def test_order_whose_money_is_withdrawn_before_its_card_is_there_ends_and_reinstated_money_goes_back(
    bank: Practice, anna: tuple[Member, shop.Shelf]
) -> None:
    order = a_mixed_order(*anna, points=1_000)
    work()
    bank.pay(order, DISPUTED)
    for status in bank.deliver():  # all of it before the worker comes to the order
        assert status == 200
    work()
    assert (fresh(order).state, shop.balance(anna[0]), money_in("gateway"), money_in("prepaid")) == (
        "cancelled",
        3_000,
        0,
        0,
    )
    bank.bank.decide(dispute_of(bank), won=True)
    bank.deliver()
    work()
    bank.deliver()
    work()
    assert refunds_of(order) == [("returned", PAID, "done")]
    assert (money_in("gateway"), money_in("prepaid")) == (0, 0)
    assert shop.wrong() == []


def test_refund_that_the_bank_sends_back_is_posted_back_and_shown_to_staff(
    bank: Practice, anna: tuple[Member, shop.Shelf]
) -> None:
    order = issued(bank, anna, REFUNDS_FAIL)
    with transaction():
        orders.cancel(order, why="", now=clock.now())
    work()
    bank.deliver(times=2)
    work()
    assert refunds_of(order) == [("returned", PAID, "failed")]
    payment = payment_of(order)
    assert (payments.trouble(payment.id), payments.available(payment.id)) == ("refund_failed", PAID)
    assert (money_in("gateway"), money_in("prepaid")) == (-PAID, PAID)
    assert shop.wrong() == []


def test_refund_that_takes_its_time_is_done_when_the_provider_says_so(
    bank: Practice, anna: tuple[Member, shop.Shelf]
) -> None:
    order = issued(bank, anna, REFUNDS_LATER)
    with transaction():
        orders.cancel(order, why="", now=clock.now())
    work()
    assert refunds_of(order) == [("returned", PAID, "requested")]
    bank.deliver()
    work()
    assert refunds_of(order) == [("returned", PAID, "done")]


def test_refunds_of_staff_and_of_the_provider_add_up_and_never_exceed_what_was_paid(
    bank: Practice, anna: tuple[Member, shop.Shelf]
) -> None:
    order = issued(bank, anna)
    payment, ref = payment_of(order), ids.new_ref()
    for _ in range(2):
        with transaction():
            payments.send_back(payment, 10_000, why="a scratched card", ref=ref, now=clock.now())
    work()
    bank.bank.refund({"payment_intent": payment_of(order).intent_ref, "amount": "5000"})  # in the provider's own desk
    bank.deliver(times=2)
    work()
    assert refunds_of(order) == [("staff", 10_000, "done"), ("provider", 5_000, "done")]
    assert (money_in("gateway"), money_in("programme"), money_in("partner")) == (15_000 - PAID, -15_000, PAID)
    with pytest.raises(payments.NotRefundable) as no, transaction():
        payments.send_back(payment, 25_001, why="too much", ref=ids.new_ref(), now=clock.now())
    assert no.value.facts == {"available": 25_000}
    with transaction():
        orders.cancel(order, why="returned after all", now=clock.now())
    work()
    bank.deliver()
    work()
    assert refunds_of(order)[-1] == ("returned", 25_000, "done")
    sums: dict[str, Any] = {kind: money_in(kind) for kind in ("gateway", "prepaid", "programme", "partner")}
    assert sums == dict.fromkeys(sums, 0)
    assert shop.wrong() == []


def test_refund_that_is_refused_because_of_one_made_at_the_provider_gives_way_to_it_and_the_rest_goes_back(
    bank: Practice, anna: tuple[Member, shop.Shelf]
) -> None:
    order = issued(bank, anna)
    for amount in ("5000", "700"):  # in the provider's own desk, and not told yet
        bank.bank.refund({"payment_intent": payment_of(order).intent_ref, "amount": amount})
    with transaction():
        orders.cancel(order, why="", now=clock.now())
    work()
    assert refunds_of(order) == [("returned", PAID, "failed")]
    assert payments.trouble(payment_of(order).id) == "refund_failed"
    bank.told.reverse()
    for _ in range(3):
        bank.deliver(times=2)
        work()
    assert sorted(refunds_of(order))[:2] == [("provider", 700, "done"), ("provider", 5_000, "done")]
    assert [one for one in refunds_of(order) if one[0] == "returned" and one[2] == "done"] == [
        ("returned", PAID - 5_700, "done")
    ]
    assert (money_in("gateway"), money_in("prepaid"), payments.trouble(payment_of(order).id)) == (0, 0, None)
    assert shop.wrong() == []


@pytest.mark.parametrize("whose", ["ours", "the partner's"])
@pytest.mark.parametrize("parked", ["given", "stopped"])
def test_a_card_that_is_given_away_or_stopped_does_not_escape_the_dispute_of_its_payment(
    bank: Practice, anna: tuple[Member, shop.Shelf], parked: str, whose: str
) -> None:
    if whose != "ours":  # all of a card that our tills do not watch is taken
        with transaction():
            anna = anna[0], shop.a_shelf(anna[1].programme, value=100_000, price=1_500, **MIXED)
    order = issued(bank, anna, DISPUTED)
    card, left = card_of(order), 100_000 - SHARE if whose == "ours" else 0
    with transaction():
        if parked == "given":
            later = replace(A_GIFT, send_at=clock.now() + timedelta(days=300))
            gift = gifts.give(anna[0], card.public_id, later, ref=ids.new_ref(), now=clock.now())
        else:
            giftcards.stop(card, "dispute", note="the bank called", now=clock.now())
    bank.deliver(times=2)
    work()
    assert (card_of(order).remaining, money_in("debt"), money_in("gateway")) == (left, 0, 0)
    if parked == "given":
        assert gifts.gift(gift.id).state == ("waiting" if left else "withheld")
        news = execute("SELECT count(*) FROM mails WHERE ref = %(ref)s", {"ref": f"gift-news:{gift.id}:withheld"})
        assert news.scalar_one() == (0 if left else 1)
    else:
        assert (giftcards.stop_of(card) is None) == (left == 0), "what is left of it stays stopped"
    assert [*shop.wrong(), *gifts.invariants()] == []
    bank.bank.decide(dispute_of(bank), won=True)
    bank.deliver()
    work()
    assert card_of(order).remaining == 100_000
