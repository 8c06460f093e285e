"""Money that staff sends back: alone up to a sum in a day, then by two people; whatever it was paid for stays with its owner."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from marketplace import payments
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.orders import Order
from tests.builders import orders as shop
from tests.builders.payments import MIXED, Practice, a_mixed_order, fresh, payment_of, practice, refunds_of, work
from tests.web.console.house import House, at
from tests.web.console.test_withdrawals import approve

PAID = 40_000


@pytest.fixture
def bank(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with time_machine.travel(shop.NOW, tick=True), practice(app, monkeypatch) as one:
        yield one


@pytest.fixture
def house(bank: Practice) -> House:
    return House(bank.app, shop.NOW)


def paid(bank: Practice, house: House, count: int) -> list[Order]:
    """So many orders that were paid, a part of each in money."""
    with house.app.app_context():
        with transaction():
            shelf = shop.a_range_shelf(house.first, **MIXED)
            member = shop.a_member(house.first, points=5_000)
        orders = [a_mixed_order(member, shelf, points=1_000) for _ in range(count)]
        work()
        for order in orders:
            bank.pay(order)
    bank.deliver()
    with house.app.app_context():
        work()
        return [fresh(order) for order in orders]


def refunds(house: House, *orders: Order) -> list[list[tuple[str, int, str]]]:
    """What has become of their money."""
    with house.app.app_context():
        work()
        return [refunds_of(order) for order in orders]


def refund(house: House, order: Order, amount: str = "400", *, ref: str = "") -> tuple[int, str]:
    """What finance is answered who sends so much of an order's money back."""
    with house.app.app_context():
        path = f"/console/payments/{payment_of(order).public_id}/refunds"
    client = house.of("finance")
    fresh = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', at(client, path)[1])
    assert fresh
    facts = {"csrf_token": client.token, "ref": ref or fresh[1], "amount": amount, "why": "a scratched card"}  # type: ignore[attr-defined]
    answer = client.post(path, base_url="http://first.test", data=facts)
    return answer.status_code, answer.headers.get("Location", "")


def test_more_than_one_person_gives_back_in_a_day_takes_two(bank: Practice, house: House) -> None:
    first, second, third = paid(bank, house, 3)
    for order in (first, second):
        status, place = refund(house, order)
        assert (status, "/approvals/" in place) == (303, False)
    status, place = refund(house, third)
    assert (status, "/approvals/" in place) == (303, True)
    assert refunds(house, second, third) == [[("staff", PAID, "done")], []]
    assert approve(house.of("finance"), place).status_code in (403, 404, 409), "nobody approves his own"
    assert approve(house.of("admin"), place).status_code == 303
    assert refunds(house, third) == [[("staff", PAID, "done")]]
    with house.app.app_context():
        why = execute("SELECT why FROM payment_refunds ORDER BY id DESC LIMIT 1").scalar_one()
        assert (why, shop.wrong()) == ("a scratched card", [])


def test_a_form_that_is_sent_again_with_another_sum_gives_nothing_back_and_says_so(
    bank: Practice, house: House
) -> None:
    first, second = paid(bank, house, 2)
    assert [refund(house, first, amount, ref="A" * 26)[0] for amount in ("90", "90", "95")] == [303, 303, 409]
    assert refund(house, second, "90", ref="A" * 26)[0] == 409
    assert refunds(house, first, second) == [[("staff", 9_000, "done")], []]


def test_payment_of_which_another_sum_came_is_dealt_with_on_its_page_with_a_reason(
    bank: Practice, house: House
) -> None:
    with house.app.app_context():
        with transaction():
            shelf = shop.a_range_shelf(house.first, **MIXED)
            member = shop.a_member(house.first, points=5_000)
        order = a_mixed_order(member, shelf, points=1_000)
        work()
        payment = payment_of(order)
        with pytest.raises(payments.WrongAmount), transaction():
            payments.complete(
                payment, intent_ref="pi_other", amount=1, currency="RUB", known_by="event", now=clock.now()
            )
    path, client = f"/console/payments/{payment.public_id}", house.of("finance")
    assert f'{path}/trouble"' in at(client, path)[1]
    assert at(client, f"{path}/trouble")[0] == 200
    facts = {"csrf_token": client.token, "why": ""}  # type: ignore[attr-defined]
    assert client.post(f"{path}/trouble", base_url="http://first.test", data=facts).status_code == 422
    facts["why"] = "Refunded at the provider"
    assert client.post(f"{path}/trouble", base_url="http://first.test", data=facts).status_code == 303
    assert at(client, f"{path}/trouble")[0] == 409, "nobody has to look at it any more"
    with house.app.app_context():
        assert fresh(order).state == "cancelled"
