"""A member's level: what it is called, what it gives, and which offers are for it alone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import programmes
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.programmes import Tier
from tests.builders.pages import visit
from tests.builders.shopping import Window, a_window

GOLD = Tier("gold", "Золото", "Gold", "Предложения только для золота", "Offers for gold members alone", 2)


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    shop = a_window(app, client)
    with app.app_context(), transaction():
        programmes.put_tier(shop.programme.id, GOLD, now=clock.now())
        execute("UPDATE offers SET tier = 'gold' WHERE id = %(id)s", {"id": shop.sport.offer_id})
    return shop


def test_member_sees_the_level_what_it_gives_and_its_own_offers(shop: Window) -> None:
    shop.member(tier="gold")
    assert "Уровень: Золото" in visit(shop.client, "/points").words
    page = visit(shop.client, "/points/level")
    assert "Предложения только для золота" in page.words
    assert "Спортмастер" in page.words
    assert "Ситилинк" not in page.words, "that is for everybody"
    assert "Offers for gold members alone" in visit(shop.client, "/points/level", language="en").html


def test_without_a_level_nothing_is_said_of_one(shop: Window) -> None:
    shop.member()
    assert "Уровень" not in visit(shop.client, "/points").words
    assert "Уровня пока нет" in visit(shop.client, "/points/level").words


def test_what_a_level_gave_before_stands_in_the_audit(shop: Window) -> None:
    with shop.app.app_context(), transaction():
        programmes.put_tier(shop.programme.id, Tier("gold", "Золотой", "Gold"), now=clock.now())
        last = execute(
            "SELECT before, after FROM audit_records WHERE action = 'programmes.put_tier' ORDER BY id DESC LIMIT 1"
        ).one()
    assert (last.before["name_ru"], last.after["name_ru"]) == ("Золото", "Золотой")
