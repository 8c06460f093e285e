"""What comes back when staff takes a card away: the unused share, to the lots and the bank card that it came from."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import earning, giftcards, ledger, members, orders, support, tills
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.earning import Operation
from marketplace.members import Member
from marketplace.tills import Found
from tests.builders import orders as shop
from tests.builders import settlements as deals
from tests.builders.identity import a_user
from tests.builders.payments import (
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
from tests.builders.settlements import JANUARY, moment
from tests.builders.tills import Offline, a_card, a_terminal, a_till, goes_offline

HER_BANK_CARD = "220220******1186"
DAYS = [(200, date(2026, 12, 31)), (300, date(2027, 6, 30))]


@pytest.fixture
def bank(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with time_machine.travel(shop.NOW, tick=True), practice(ctx, monkeypatch) as one:
        yield one


def lots_of(member: Member) -> list[tuple[int, date | None]]:
    account = ledger.account(member.programme_id, "member", owner_id=member.id)
    return sorted((lot.remaining, lot.expires_on) for lot in ledger.open_lots(account, shop.NOW.date()))


def given_back(card: giftcards.Card, **over: Any) -> orders.Back:
    """The card taken away, and what came back of its one order."""
    with transaction():
        voiding = orders.refund(card, "unwanted", note="does not want it", **({"now": clock.now()} | over))
    [back] = orders.refunded(voiding)
    return back


def test_unused_part_of_a_card_returns_its_points_to_their_lots_and_the_same_part_of_its_money_to_the_bank_card(
    bank: Practice,
) -> None:
    with transaction():
        shelf = shop.a_shelf(**MIXED, fulfilment="own")
        anna = shop.a_member(shelf.programme, lots=DAYS)
        terminal = a_terminal(shelf.brand.partner_id)
    order = a_mixed_order(anna, shelf, 250)
    work()
    bank.pay(order)
    bank.deliver()
    work()
    card = giftcards.of_orders([order.id])[order.id]
    assert lots_of(anna) == [(250, DAYS[1][1])]
    with transaction():
        facts = {"asked": bytes(32), "amount": 10_000, "currency": "RUB", "now": clock.now()}
        taken = tills.redeem(terminal, Found(card.id), ref="R-1", **facts)
    assert orders.refundable(giftcards.card_by_id(card.id)) == [orders.Back(order.id, anna.id, 20_000, 166, 10_666)]

    with transaction():
        support.withdraw(
            giftcards.card_by_id(card.id), "unwanted", "source", note="asked", by=a_user().id, now=clock.now()
        )
    [back] = orders.refunded(execute("SELECT id FROM giftcard_voidings").scalar_one())
    assert (back.value, back.points, back.money) == (20_000, 166, 10_666), (
        "two thirds of 250 points and of 160.00, rounded down"
    )
    assert lots_of(anna) == [(116, DAYS[0][1]), (300, DAYS[1][1])], "those that last longest come back first"
    work()
    assert refunds_of(order) == [("returned", 10_666, "done")]
    assert (money_in("gateway"), money_in("partner"), money_in("programme")) == (-16_000 + 10_666, 16_000 - 10_666, 0)
    assert giftcards.card_by_id(card.id).state_on(shop.NOW.date()) == "void"
    with pytest.raises(tills.CardUnusable), transaction():
        tills.reverse(terminal, taken.ref, by="owner", now=clock.now())
    with pytest.raises(orders.NotCancellable), transaction():
        orders.cancel(fresh(order), why="again", now=clock.now())
    with pytest.raises(giftcards.CardNotActive), transaction():
        orders.refund(giftcards.card_by_id(card.id), "unwanted", note="again", now=clock.now())
    assert shop.wrong() == []


@pytest.mark.spoils_the_books  # no proposal stands behind it
def test_points_elsewhere_are_new_ones_of_the_cards_owner_and_late_ones_have_the_days_of_grace(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(fulfilment="own")
        anna = shop.a_member(shelf.programme, lots=[(900, date(2026, 12, 31))])
        cards = []
        for _ in range(2):
            order = shop.an_order(anna, shelf)
            orders.fulfil(order.id, now=shop.NOW)
            cards.append(giftcards.of_orders([order.id])[order.id])
    later = shop.NOW + timedelta(days=60)
    given_back(cards[0], now=later)
    given_back(cards[1], now=later, as_new=True)
    account = ledger.account(anna.programme_id, "member", owner_id=anna.id)
    lots = {lot.expires_on: lot.remaining for lot in ledger.open_lots(account, later.date())}
    grace = shelf.programme.grace_until(shelf.programme.day(later))
    assert lots.pop(grace) == 450
    assert list(lots.values()) == [450]
    assert all(day is None or day > grace for day in lots)
    assert shop.wrong() == []


@pytest.mark.spoils_the_books  # the same
def test_statement_takes_back_what_was_not_used_and_counts_no_breakage_for_it(ctx: Flask) -> None:
    with transaction():
        till = a_till()
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
        till.redeem(amount=3_000, now=moment(22))
        other, _ = a_card(till.shelf, till.member)
        orders.refund(giftcards.card_by_id(till.card.id), "unwanted", note="x", now=moment(23))
        giftcards.take_away(other, "fraud", note="x", now=moment(23))
    with transaction():
        november = deals.drawn(contract)
        december = deals.drawn(contract, JANUARY)
    assert {kind: row[:2] for kind, row in deals.by_kind(november).items()} == {
        "sale": (2, 20_000), "redemption": (1, 3_000), "cancellation": (1, -7_000),
    }  # fmt: skip
    assert deals.by_kind(december) == {}
    ends = till.card.expires_on + timedelta(days=40)
    with transaction():
        last = deals.drawn(contract, ends.replace(day=1))
    assert {kind: row[:2] for kind, row in deals.by_kind(last).items()} == {"breakage": (1, 10_000)}, (
        "of the one whose value is gone"
    )


def test_a_refund_restores_the_balance_and_takes_back_what_was_earned(bank: Practice) -> None:
    """She pays a part of an order with her bank card, which earns points; of what was not used her bank reports the refund."""
    with transaction():
        shelf = shop.a_shelf(**MIXED, fulfilment="own", value=300_000, price=4_500)
        anna = shop.a_member(shelf.programme, points=1_000)
        members.bind_card(anna, HER_BANK_CARD, shop.NOW - timedelta(days=1))
        terminal = a_terminal(shelf.brand.partner_id)
    order = a_mixed_order(anna, shelf, 500)
    work()
    bank.pay(order)
    bank.deliver()
    work()
    paid = payment_of(order).amount
    bank_says(shelf, "purchase", paid)
    assert (paid, shop.balance(anna)) == (320_000, 1_000 - 500 + 16)
    card = giftcards.of_orders([order.id])[order.id]
    with transaction():
        facts = {"asked": bytes(32), "amount": 75_000, "currency": "RUB", "now": clock.now()}
        tills.redeem(terminal, Found(card.id), ref="R-1", **facts)
    with transaction():
        left = giftcards.card_by_id(card.id)
        support.withdraw(left, "unwanted", "source", note="asked", by=a_user().id, now=clock.now())
    work()
    assert refunds_of(order) == [("returned", 240_000, "done")]
    assert shop.balance(anna) == 1_000 - 500 + 16 + 375, "three quarters of her points"
    bank_says(shelf, "refund", 240_000)
    assert shop.balance(anna) == 1_000 - 500 + 4 + 375, "and three quarters of what the money had earned are gone"
    assert shop.wrong() == []


def bank_says(shelf: shop.Shelf, kind: str, amount: int) -> None:
    """The bank's file of a day: what was paid here with her card, or came back to it."""
    said = Operation(1, f"op-{kind}", HER_BANK_CARD, clock.now(), kind, amount, "RUB", "5999", "VITRINA", "")
    with transaction():
        earning.take_in(shelf.programme, [said], source="bank", file=f"{kind}.csv", now=clock.now())


@pytest.mark.spoils_the_books  # no withdrawal of the desk stands behind it
def test_a_card_that_was_taken_away_is_dead_for_a_till_without_a_network(ctx: Flask) -> None:
    with transaction():
        till = a_till()
        goes_offline(till.terminal)
        shown = tills.give_pass(till.card, pin="", now=shop.NOW)
        assert Offline.going(till.terminal).take(shown, 1_000) == "", "while it is good"
        giftcards.take_away(till.card, "fraud", note="", now=shop.NOW)
        assert Offline.going(till.terminal).take(shown, 1_000) == "ask"
