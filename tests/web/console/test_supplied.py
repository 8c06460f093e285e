"""What was bought from suppliers, in the console: which order waits for a person, and what support decides."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from marketplace import orders, suppliers
from marketplace.core.db import execute, transaction
from marketplace.orders import Order
from tests.builders import orders as shop
from tests.builders.suppliers import a_bought_order
from tests.web.console.house import House, at

EVIDENCE = "Their letter of 21 November: nothing was sold"


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with time_machine.travel(shop.NOW, tick=True):
        yield House(app)


@pytest.fixture
def unclear(house: House) -> Order:
    """An order of a member of the first programme, whose supplier has sent the code of another value."""
    with house.app.app_context(), transaction():
        anna = shop.a_member(house.first, points=10_000)
        order = a_bought_order(house.first, anna)
        purchase = suppliers.purchase_of(order.id)
        asked = suppliers.go_on(purchase.id, now=shop.NOW)
        assert isinstance(asked, suppliers.Asked)
        sale = suppliers.Sale("812", "101", 999, "RUB")
        suppliers.heard(asked, suppliers.Answer(suppliers.Outcome.SOLD, 200, sales=(sale,)), now=shop.NOW)
    return order


def test_support_finds_what_waits_with_all_that_was_asked_and_answered(house: House, unclear: Order) -> None:
    support = house.of("support")
    status, page = at(support, "/console/bought")
    assert (status, unclear.number in page, "Another value" in page) == (200, True, True)
    status, page = at(support, f"/console/bought/{unclear.number}")
    assert status == 200
    for said in ("Ordered", "something else was sold, 200", "812", "Return the points", "Buy another code"):
        assert said in page, said
    assert at(house.of("other admin"), f"/console/bought/{unclear.number}", "second.test")[0] == 404
    assert at(house.of("finance"), "/console/bought")[0] == 404


def test_decision_without_evidence_changes_nothing_and_one_with_it_is_audited(house: House, unclear: Order) -> None:
    support = house.of("support")
    path = f"/console/bought/{unclear.number}/decisions/give_up"
    assert "Return the points?" in at(support, path)[1]

    def post(evidence: str) -> int:
        facts = {"csrf_token": support.token, "evidence": evidence}  # type: ignore[attr-defined]
        return support.post(path, base_url="http://first.test", data=facts).status_code

    assert post("because") == 422
    with house.app.app_context():
        assert orders.order_by_id(unclear.id).state == "unknown"
    assert post(EVIDENCE) == 303
    assert post(EVIDENCE) == 409  # decided already
    with house.app.app_context():
        assert orders.order_by_id(unclear.id).state == "cancelled"
        record = execute("SELECT actor_id, why FROM audit_records WHERE action = 'orders.give_up'").one()
        assert record == (house.ids["support"], EVIDENCE)


def test_order_that_nobody_has_to_decide_about_is_not_among_those_that_wait(house: House) -> None:
    with house.app.app_context(), transaction():
        order = a_bought_order(house.first, shop.a_member(house.first, points=10_000))
    support = house.of("support")
    assert order.number not in at(support, "/console/bought")[1]
    assert order.number in at(support, "/console/bought?show=open")[1]
