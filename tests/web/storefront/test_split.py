"""Points and money on the shop's pages: offered where it can be paid, quoted as it is charged, waited for, given up."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import orders
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.integrations.stripe import connecting
from marketplace.members import Member
from tests.builders import orders as trade
from tests.builders.pages import send, visit
from tests.builders.payments import MIXED, Practice, practice
from tests.builders.promises import keep
from tests.builders.shopping import Window, a_window

PATH = "/brands/detsky-mir"


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    window = a_window(app, client)
    with app.app_context(), transaction():
        execute(
            "UPDATE offers SET min_points = %(min_points)s, money_rate = %(money_rate)s WHERE id = %(id)s",
            MIXED | {"id": window.kids.offer_id},
        )
    return window


@pytest.fixture
def anna(shop: Window) -> Member:
    return shop.member(300, expires_on=date(2099, 12, 31))


@pytest.fixture
def bank(shop: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with practice(shop.app, monkeypatch) as one:
        yield one


def balance(shop: Window, member: Member) -> int:
    with shop.app.app_context():
        return trade.balance(member, clock.now())


def newest(shop: Window) -> str:
    """The number of the order that was placed last."""
    with shop.app.app_context():
        return orders.number_of(execute("SELECT max(id) FROM orders").scalar_one())


def test_money_is_offered_only_where_a_provider_is_connected(
    shop: Window, anna: Member, bank: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Доплатить деньгами" in visit(shop.client, PATH).words
    monkeypatch.setattr(connecting, "connected", lambda _settings: False)
    assert "Доплатить деньгами" not in visit(shop.client, PATH).words
    assert shop.client.get(f"{PATH}/split").status_code == 303


def test_member_with_too_few_points_pays_the_rest_and_gets_the_card(shop: Window, anna: Member, bank: Practice) -> None:
    d = shop.kids.denomination_id
    page = visit(shop.client, f"{PATH}/split?d={d}&points=250")
    assert all(said in page.words for said in ("250 баллов", "160 ₽", "К оплате 160 ₽", "не меньше 100 баллов"))
    form = page.form("/split")
    chosen_since = send(shop.client, form.action, form.ticked(points="120"))
    assert (chosen_since.status, balance(shop, anna)) == (409, 300)
    waiting = send(shop.client, form.action, form.ticked())
    assert "250 баллов придержаны до" in waiting.words
    keep(shop.app)
    number = newest(shop)
    led = shop.client.get(f"/orders/{number}?try=1", headers={"HX-Request": "true", "HX-Target": "state"})
    assert led.headers["HX-Redirect"].startswith(bank.url)
    again = shop.client.get(f"/orders/{number}?try=2", headers={"HX-Request": "true", "HX-Target": "state"})
    assert "HX-Redirect" not in again.headers, "the way back does not lead there again"
    session = led.headers["HX-Redirect"].rpartition("/")[2]
    bank.bank.pay(session, "4242 4242 4242 4242")
    assert "Проверяем оплату" in visit(shop.client, f"/orders/{number}?paid=yes").words
    keep(shop.app)  # nobody has delivered an event: the payer's return is enough
    assert "Оплачено: 250 баллов и 160 ₽" in visit(shop.client, f"/orders/{number}").words
    assert balance(shop, anna) == 50
    page = visit(shop.client, f"/orders/{number}/cancellation")
    assert "160 ₽" in page.words
    send(shop.client, page.form("/cancellation").action, page.form("/cancellation").held)
    keep(shop.app)
    assert "Вернули на вашу карту" in visit(shop.client, f"/orders/{number}").words
    assert balance(shop, anna) == 300


def test_member_gives_up_before_paying_and_has_the_points_back(shop: Window, anna: Member, bank: Practice) -> None:
    form = visit(shop.client, f"{PATH}/split?d={shop.kids.denomination_id}&points=100").form("/split")
    page = send(shop.client, form.action, form.ticked())
    keep(shop.app)
    closing = page.form("/payment/closing")
    assert "Отменяем оплату" in send(shop.client, closing.action, closing.held).words
    keep(shop.app)
    assert "Заказ не оплачен" in visit(shop.client, f"/orders/{newest(shop)}").words
    assert balance(shop, anna) == 300
