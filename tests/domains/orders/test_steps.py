"""The steps of an order whose code is not in stock: obtained, issued, cancelled, or unknown until it is asked again."""

from contextlib import nullcontext
from typing import Never

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from marketplace import codes, giftcards, orders
from marketplace.core.db import execute, transaction
from marketplace.jobs import orders as jobs
from marketplace.members import Member
from marketplace.orders import Order
from tests.builders import orders as shop
from tests.builders.payments import MIXED
from tests.builders.suppliers import a_supplied_shelf
from tests.builders.tills import use


@pytest.fixture
def waiting(ctx: Flask) -> tuple[Member, Order]:
    """A member with 2,000 points who waits for a certificate of 1,500."""
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, points=2000)
        return anna, shop.an_order(anna, shelf)


def state(order: Order) -> str:
    return orders.order_by_id(order.id).state


def deeds() -> list[str]:
    return [row.action for row in execute("SELECT action FROM audit_records WHERE action LIKE 'orders.%%' ORDER BY id")]


def times_out(_order: Order) -> Never:
    raise jobs.OutcomeUnknown("timed out")


def has_none(_order: Order) -> Never:
    raise jobs.NotToBeHad("sold out")


def kept() -> None:
    with transaction():
        execute("UPDATE outbox SET kept_at = now()")


def test_order_of_unknown_outcome_keeps_its_points_and_is_issued_once_when_it_is_known(
    waiting: tuple[Member, Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, order = waiting
    with monkeypatch.context() as away:
        away.setitem(jobs.SOURCES, "own", times_out)
        for _ in range(2):
            with pytest.raises(jobs.OutcomeUnknown):  # so the promise is tried again
                jobs.advance(str(order.id))
    assert (state(order), shop.balance(anna)) == ("unknown", 500)
    with pytest.raises(orders.NotCancellable) as no, transaction():
        orders.cancel(order, why="", now=shop.NOW)
    assert no.value.facts == {"reason": "unknown"}
    assert (state(order), shop.balance(anna)) == ("unknown", 500)
    assert shop.wrong() == []
    for _ in range(2):
        jobs.advance(str(order.id))
    assert (state(order), shop.balance(anna)) == ("issued", 500)
    assert len(giftcards.of_member(anna.id, today=shop.NOW.date()).items) == 1
    assert deeds() == ["orders.place", "orders.lose_sight", "orders.obtain", "orders.issue"]
    assert execute("SELECT why, sold FROM order_unknown_outcomes").all() == [("timed out", True)]
    kept()
    assert shop.wrong() == []


@pytest.mark.parametrize("unknown_before", [False, True])
def test_points_come_back_once_when_the_code_was_certainly_not_bought(
    waiting: tuple[Member, Order], monkeypatch: pytest.MonkeyPatch, unknown_before: bool
) -> None:
    anna, order = waiting
    if unknown_before:
        with transaction():
            orders.lose_sight(order.id, "timed out", now=shop.NOW)
    monkeypatch.setitem(jobs.SOURCES, "own", has_none)
    for _ in range(2):
        jobs.advance(str(order.id)) if state(order) != "cancelled" else None
    assert (state(order), shop.balance(anna)) == ("cancelled", 2000)
    assert execute("SELECT why FROM order_cancellations").scalar_one() == "sold out"
    kept()
    assert shop.wrong() == []


def test_an_order_is_obtained_once_and_not_taken_back_between_its_code_and_its_card(
    waiting: tuple[Member, Order],
) -> None:
    _, order = waiting
    with pytest.raises(orders.OutOfStep), transaction():
        orders.issue(order.id, now=shop.NOW)
    made = []

    def get(wanted: Order) -> codes.Claimed:
        made.append(codes.mint(wanted.brand_id))
        return made[-1]

    for _ in range(2):
        with transaction():
            assert orders.obtain(order.id, get, now=shop.NOW).state == "obtained"
    assert len(made) == 1
    with pytest.raises(orders.NotCancellable) as no, transaction():
        orders.cancel(order, why="", now=shop.NOW)
    assert no.value.facts == {"reason": "in_progress"}
    with transaction():
        issued = orders.issue(order.id, now=shop.NOW)
    assert giftcards.of_orders([order.id])[order.id].last4 == made[0].last4
    assert issued.state == "issued"


def test_a_cancelled_order_goes_no_further(waiting: tuple[Member, Order]) -> None:
    _, order = waiting
    with transaction():
        orders.cancel(order, why="", now=shop.NOW)
        orders.lose_sight(order.id, "late", now=shop.NOW)
        assert orders.fulfil(order.id, now=shop.NOW).state == "cancelled"
    assert giftcards.of_orders([order.id]) == {}
    jobs.advance(str(order.id))
    assert state(order) == "cancelled"


@pytest.mark.spoils_the_books
def test_points_given_back_while_nobody_knows_are_found(waiting: tuple[Member, Order]) -> None:
    _, order = waiting
    with transaction():
        orders.cancel(order, why="", now=shop.NOW)
        execute(
            "INSERT INTO order_unknown_outcomes (order_id, since, why) VALUES (%(id)s, now(), 'late')", {"id": order.id}
        )
    assert [finding.rule for finding in orders.invariants()] == [
        "nothing is given back while nobody knows whether its code was bought"
    ]


@pytest.mark.parametrize("where", ["in stock", "waiting", "seen", "used", "obtained", "unknown", "bought", "unpaid"])
def test_the_database_lets_an_order_be_taken_back_where_the_rule_does_and_nowhere_else(
    ctx: Flask, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule that pages ask and the guard of `order_cancel` are one, state by state: with the rule out the guard refuses the same."""
    with transaction():
        if where == "bought":
            shelf = a_supplied_shelf("http://127.0.0.1:9")
        else:
            shelf = shop.a_shelf(stock=1) if where in ("in stock", "seen", "used") else shop.a_range_shelf(**MIXED)
        anna = shop.a_member(shelf.programme, points=2000)
        order = shop.an_order(anna, shelf, **({"points": 1000} if where == "unpaid" else {}))
        if where in ("seen", "used"):
            card = giftcards.of_orders([order.id])[order.id]
        if where == "used":
            use(card, 100)
        elif where == "seen":
            giftcards.reveal(
                card.public_id, programme_id=anna.programme_id, member_id=anna.id, now=shop.NOW, fresh_factor=True
            )
        elif where in ("obtained", "bought"):
            orders.obtain(order.id, lambda wanted: codes.mint(wanted.brand_id), now=shop.NOW)
            if where == "bought":
                orders.fulfil(order.id, now=shop.NOW)
        elif where == "unknown":
            orders.lose_sight(order.id, "late", now=shop.NOW)
    found = orders.order_by_id(order.id)
    bar = found.bar_to_cancelling(giftcards.of_orders([order.id]).get(order.id), shop.NOW.date())
    assert bool(bar) == (where not in ("in stock", "waiting"))
    monkeypatch.setattr("marketplace.orders.rules.bar_to_cancelling", lambda *_facts, **_more: "")
    monkeypatch.setattr("marketplace.giftcards.rules.bar_to_taking_back", lambda *_facts, **_more: "")
    with pytest.raises((DBAPIError, orders.NotCancellable)) if bar else nullcontext(), transaction():
        orders.cancel(order, why="", now=shop.NOW)
    assert state(order) == (found.state if bar else "cancelled")
