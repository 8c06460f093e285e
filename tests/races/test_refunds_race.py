"""Refunds by one person at the same instant count each other: together they never pass what one person sends back alone."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from marketplace import payments
from marketplace.core import ids
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, execute, transaction
from marketplace.web.console.payments.refund_kind import send_or_ask
from tests.builders import orders as shop
from tests.builders.identity import staff
from tests.builders.payments import MIXED, Practice, a_mixed_order, payment_of, practice, work
from tests.races.crowd import together

PAID = 40_000  # of each; the cap is 1 000 ₽ in a day


@pytest.fixture
def bank(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with time_machine.travel(shop.NOW, tick=True), practice(ctx, monkeypatch) as one:
        yield one


def test_of_three_refunds_at_once_that_pass_the_cap_together_one_waits_for_another_person(
    bank: Practice, ctx: Flask
) -> None:
    with transaction():
        shelf = shop.a_range_shelf(**MIXED)
        anna = shop.a_member(shelf.programme, points=5_000)
        finance = staff(shelf.programme, "finance").id
        staff(shelf.programme, "manager")
    orders = [a_mixed_order(anna, shelf, points=1_000) for _ in range(3)]
    work()
    for order in orders:
        bank.pay(order)
    bank.deliver()
    work()
    paid = [payment_of(order) for order in orders]

    def refund(payment: payments.Payment) -> object:
        act_as(Actor("user", finance))
        return send_or_ask(payment, PAID, why="scratched cards", ref=ids.new_ref(), by=finance)

    outcomes = together(ctx, [lambda one=one: refund(one) for one in paid])  # type: ignore[misc]
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NoneType", "Proposal"]
    assert execute("SELECT sum(amount) FROM payment_refunds WHERE cause = 'staff'").scalar_one() == 2 * PAID
