"""Returned codes in the console: staff sees which wait, and decides each with a question."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import codes, orders
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.builders.members import a_member
from tests.builders.orders import a_shelf, an_order
from tests.web.console.house import House, at

LIST = "/console/returned-codes"


@pytest.fixture
def house(app: Flask) -> House:
    house = House(app)
    with app.app_context(), transaction():
        shelf = a_shelf(house.first, stock=2)
        member = a_member(house.first, points=900)
        for _ in range(2):
            orders.cancel(an_order(member, shelf), why="", now=clock.now())
    return house


def returns(house: House) -> list[int]:
    with house.app.app_context():
        return [row.id for row in execute("SELECT id FROM code_returns ORDER BY id")]


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    data = {"csrf_token": client.token, **fields}  # type: ignore[attr-defined]
    return client.post(path, base_url="http://first.test", data=data)


def stock(house: House) -> int:
    with house.app.app_context():
        return int(execute("SELECT count(*) FROM free_codes").scalar_one())


def test_staff_sells_one_again_and_retires_the_other(house: House) -> None:
    client = house.of("admin")
    first, second = returns(house)
    page = at(client, LIST)[1]
    assert page.count("Waiting for a decision") >= 2
    assert f"{LIST}/{first}/restocking" in page
    assert "Sell this code?" in at(client, f"{LIST}/{first}/restocking")[1]

    sent = post(client, f"{LIST}/{first}/restocking")
    assert sent.status_code == 303
    assert stock(house) == 1
    unexplained = post(client, f"{LIST}/{second}/retirement")
    assert (unexplained.status_code, "Say why" in unexplained.text) == (422, True)
    assert post(client, f"{LIST}/{second}/retirement", why="seen elsewhere").status_code == 303

    assert "No codes are waiting for a decision" in at(client, LIST)[1]
    assert "seen elsewhere" in at(client, f"{LIST}?state=retired")[1]
    assert stock(house) == 1
    assert post(client, f"{LIST}/{second}/restocking").status_code == 409
    with house.app.app_context():
        assert codes.invariants() == []


def test_another_programme_and_roles_without_the_right_see_nothing(house: House) -> None:
    first, _ = returns(house)
    assert at(house.of("other admin"), f"{LIST}/{first}/restocking", "second.test")[0] == 404
    assert at(house.of("support"), LIST)[0] == 404
