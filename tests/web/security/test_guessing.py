"""Guessing is counted by what is guessed at: one spelling, one account, one network, and no stranger keeps an owner out."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace.core import clock
from marketplace.core.db import db, transaction
from marketplace.web.shared.security import tries, wrong
from tests.builders.identity import PASSWORD, form_of, limited
from tests.builders.members import a_member
from tests.builders.programmes import a_programme
from tests.builders.promises import keep
from tests.builders.statements import watched

ANNA, NUMBER = "anna@example.org", "7000123456"
HOME = "2001:db8:7:7::1"


@pytest.fixture
def shop(app: Flask) -> Flask:
    with app.app_context(), transaction():
        a_member(a_programme(), email=ANNA, number=NUMBER)
    return app


def post(client: FlaskClient, where: str, *, network: str = "203.0.113.9", **boxes: str) -> int:
    page = form_of(client.get(where).get_data(as_text=True))
    return client.post(where, data={**page, **boxes}, environ_overrides={"REMOTE_ADDR": network}).status_code


def guess(client: FlaskClient, who: str, network: str = "203.0.113.9", password: str = "a wrong guess") -> int:
    return post(client, "/sign-in", network=network, email=who, password=password)


@pytest.mark.parametrize(
    "spellings",
    [
        ("7000123456", "7000-123-456", " 7000 123 456", "７０００１２３４５６", "70\u00ad00123456", "7000\u2011123456"),
        (ANNA, "ANNA@example.org", " anna@example.org ", "ａｎｎａ@example.org", "an\u00adna@example.org", "anna\u200b@example.org"),
        ("anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai", "ANNA@ПРИМЕР.РФ"),
        ("nobody@example.org", "Nobody@Example.Org", "no\u00adbody@example.org"),
    ],
)  # fmt: skip
def test_a_name_is_counted_in_one_spelling(shop: Flask, client: FlaskClient, spellings: tuple[str, ...]) -> None:
    answers = [guess(client, spellings[turn % len(spellings)]) for turn in range(12)]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.parametrize(
    "who", ["ａｎｎａ@example.org", "an\u00adna@Example.org", "7000-123-456", "７０００１２３４５６"]
)
def test_whatever_is_counted_as_one_signs_in_as_one(shop: Flask, client: FlaskClient, who: str) -> None:
    assert guess(client, who, password=PASSWORD) == 302


def test_all_addresses_of_one_ipv6_network_are_one_visitor(shop: Flask, client: FlaskClient) -> None:
    answers = [guess(client, ANNA, f"2001:db8:1:2:{turn:x}::{turn}") for turn in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert guess(client, ANNA, "2001:db8:1:3::1") == 200
    assert [guess(client, "b@example.org", f"::ffff:198.51.100.{turn}") for turn in range(11)] == [200] * 11


def test_an_account_is_guessed_at_slowly_from_wherever_and_by_either_name_and_its_owner_comes_in(
    shop: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, shop, "security.login", 0, 0, 6)
    names = (ANNA, NUMBER, "7000-123-456")
    answers = [guess(client, names[turn % 3], f"198.51.100.{turn}") for turn in range(6)]
    again = [guess(client, names[turn % 3], "198.51.100.1") for turn in range(5)]
    assert answers == [200] * 6
    assert again == [200] * tries.ACCOUNT_SPARE + [429] * (5 - tries.ACCOUNT_SPARE)
    assert guess(client, "other@example.org", "198.51.100.1") == 200, "another account is another count"
    assert guess(client, ANNA, HOME, PASSWORD) == 302


def test_owner_hears_once_a_day_of_somebody_who_goes_on_guessing_and_is_not_kept_out(
    shop: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrong, "WRONG_MAX", 3)
    began = clock.now().replace(hour=10)
    for day, letters in ((0, 1), (1, 2)):
        with time_machine.travel(began + timedelta(days=day), tick=False):
            for turn, name in enumerate((ANNA, "7000-123-456")):
                assert guess(client, name, f"198.51.{day}.{turn}") == 200
            assert warned(shop) == letters - 1
            guess(client, ANNA, HOME, "")
            assert guess(shop.test_client(), ANNA, HOME, PASSWORD) == 302, "what was no wrong password does not count"
            assert warned(shop) == letters - 1
            for turn in range(4):
                assert guess(shop.test_client(), ANNA, f"203.0.{day}.{turn}") == 200
            assert warned(shop) == letters
            assert guess(shop.test_client(), ANNA, HOME, PASSWORD) == 302
            assert post(client, "/password/reset", network=HOME, email=ANNA) == 302, "no letter of theirs is used up"


def test_as_much_is_done_for_a_name_that_nobody_has(
    shop: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrong, "WRONG_MAX", 2)
    done: dict[str, list[str]] = {name: [] for name in ("warm@example.org", ANNA, "nobody@example.org")}
    for name, statements in done.items():
        guess(client, name)
        with shop.app_context(), watched(lambda sql, _, kept=statements: kept.append(re.sub(r"'[^']*'|\d+", "?", sql))):
            guess(client, name)
    _warm, known, unknown = done.values()
    assert known == unknown
    assert any("promise(" in sql for sql in known)
    assert warned(shop) == 1


def warned(shop: Flask) -> int:
    """How many warnings Anna has been sent; to nobody else goes one."""
    keep(shop)
    with shop.app_context():
        sql = "SELECT recipient, body_text FROM mails WHERE ref LIKE 'security:guesses:%'"
        found = db.session.execute(text(sql)).all()
    assert all(row.recipient == ANNA and "/password/reset" in row.body_text for row in found)
    return len(found)


def test_strangers_cannot_use_up_an_owners_letters(
    shop: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, shop, "security.forgot_password", 0, 0, 4)
    for turn in range(4):
        assert (
            post(client, "/password/reset", network=f"198.51.100.{turn}", email=f"an{chr(173) * turn}na@example.org")
            == 302
        )
    assert [post(client, "/password/reset", network="198.51.100.1", email=ANNA) for _ in range(3)] == [302, 429, 429]
    assert post(client, "/password/reset", network=HOME, email=ANNA) == 302
    keep(shop)
    with shop.app_context():
        assert (
            db.session.execute(text("SELECT count(*) FROM mails WHERE recipient = :anna"), {"anna": ANNA}).scalar() == 6
        )
