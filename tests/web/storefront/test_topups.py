"""Points for money on the shop's pages: offered where the programme sells them, quoted as charged, waited for, given up, not usable at once."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.integrations.stripe import connecting
from marketplace.members import Member
from tests.builders.identity import sign_in, staff
from tests.builders.pages import send, visit
from tests.builders.payments import Practice, practice
from tests.builders.promises import keep
from tests.builders.shopping import Window, a_window

NEW = "/points/purchases/new"


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    window = a_window(app, client)
    with app.app_context(), transaction():
        programme = programmes.default()
        sold = {"topup_price": 80, "topup_least": 100, "topup_most": 5_000, "topup_day": 6_000, "fresh_days": 14}
        programmes.change(programme.id, replace(programmes.settings_of(programme.id), **sold), now=clock.now())
    return window


@pytest.fixture
def anna(shop: Window) -> Member:
    return shop.member(300)


@pytest.fixture
def bank(shop: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with practice(shop.app, monkeypatch) as one:
        yield one


def test_member_buys_points_sees_from_when_they_can_be_spent_and_is_never_charged_another_sum(
    shop: Window, anna: Member, bank: Practice
) -> None:
    assert "Пополнить" in visit(shop.client, "/points").words
    page = visit(shop.client, f"{NEW}?points=1000")
    assert all(said in page.words for said in ("1 000 баллов", "800 ₽", "К оплате 800 ₽"))
    form = page.form("/points/purchases")
    assert send(shop.client, form.action, form.held | {"points": "50"}).status == 422
    assert send(shop.client, form.action, form.held | {"points": "2000"}).status == 409
    short = visit(shop.client, f"{NEW}?points=50")
    assert 'id="points-error"' in short.html
    assert "Введите целое число от 100 до 5 000." in short.words, "at the field, before anything is sent"
    typed = shop.client.get(f"{NEW}?points=50", headers={"HX-Request": "true", "HX-Target": "sum"}).text
    assert "от 100 до 5" in typed
    part = shop.client.get(f"{NEW}?points=500", headers={"HX-Request": "true", "HX-Target": "sum"}).text
    assert ("400\u00a0₽" in part, "<html" in part) == (True, False)
    waiting = send(shop.client, form.action, form.held)
    assert "К оплате 800 ₽" in waiting.words
    keep(shop.app)
    path = waiting.form("/closing").action.removesuffix("/closing")
    led = shop.client.get(f"{path}?try=1", headers={"HX-Request": "true", "HX-Target": "state"})
    bank.bank.pay(led.headers["HX-Redirect"].rpartition("/")[2], "4242 4242 4242 4242")
    assert "Проверяем оплату" in visit(shop.client, f"{path}?paid=yes").words
    keep(shop.app)  # nobody has delivered an event: the payer's return is enough
    assert "1 000 баллов зачислено" in visit(shop.client, path).words
    points = visit(shop.client, "/points").words
    assert "1 000 баллов можно тратить с" in points
    assert "Пополнение" in points
    at_the_desk = shop.app.test_client()
    with shop.app.app_context(), transaction():
        agent = staff(programmes.default()).id
    sign_in(at_the_desk, agent, fresh=True)
    assert "1 000 баллов можно тратить с" in visit(at_the_desk, f"/console/members/{anna.number}").words


def test_member_gives_up_and_nothing_is_sold_without_a_provider(
    shop: Window, anna: Member, bank: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = visit(shop.client, f"{NEW}?points=100").form("/points/purchases")
    page = send(shop.client, form.action, form.held)
    keep(shop.app)
    closing = page.form("/closing")
    send(shop.client, closing.action, closing.held)
    keep(shop.app)
    assert "Не оплачено" in visit(shop.client, closing.action.removesuffix("/closing")).words
    monkeypatch.setattr(connecting, "connected", lambda _settings: False)
    assert shop.client.get(NEW).status_code == 302
    assert "Пополнить" not in visit(shop.client, "/points").words


def test_where_points_are_missing_the_way_to_buy_them_is_beside_and_buys_enough(
    shop: Window, anna: Member, bank: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ways(slug: str) -> str:
        return " ".join(re.findall(rf'href="({NEW}[^"]*)"', visit(shop.client, f"/brands/{slug}").html))

    assert ways("detsky-mir") == f"{NEW}?points=150"
    assert ways("vkusvill") == "", "nothing is missing"
    assert ways("sportmaster") == f"{NEW}?points=4690"
    with shop.app.app_context(), transaction():
        programme = programmes.default()
        less = replace(programmes.settings_of(programme.id), topup_most=4_000)
        programmes.change(programme.id, less, now=clock.now())
    assert ways("sportmaster") == "", "nobody can buy so many at once"
    with shop.app.app_context(), transaction():
        less = replace(programmes.settings_of(programme.id), topup_most=4_000, topup_day=4_000)
        programmes.change(programme.id, less, now=clock.now())
    form = visit(shop.client, f"{NEW}?points=3900").form("/points/purchases")
    assert send(shop.client, form.action, form.held).status == 200
    assert ways("detsky-mir") == "", "the day's are bought"
    monkeypatch.setattr(connecting, "connected", lambda _settings: False)
    assert ways("detsky-mir") == ""
