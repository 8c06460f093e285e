"""The hourly look at the books: what is wrong is told once, shown to staff, and its end is told too."""

from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask

from marketplace import programmes
from marketplace.core import book_checks, outbox
from marketplace.core.db import db, execute, snapshot, transaction
from marketplace.jobs import books
from marketplace.settings import Settings
from tests.builders.identity import give, sign_in, staff
from tests.builders.ledger import a_member_account
from tests.builders.programmes import a_programme

pytestmark = pytest.mark.spoils_the_books
HOUR = timedelta(hours=1)


@pytest.fixture
def settings(ctx: Flask) -> Settings:
    kept: Settings = ctx.config["SETTINGS"]
    return kept.model_copy(update={"alert_mail": "operator@example.org"})


@pytest.fixture
def account(ctx: Flask) -> int:
    with transaction():
        return a_member_account(a_programme(hosts=("localhost",)), 1000)


def forge(owner_url: str, amount: int) -> None:
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE balances SET balance = balance + %s WHERE keeps_lots", [amount])


def letters() -> list[Any]:
    with transaction():
        return list(execute("SELECT recipient, subject, body_text FROM mails ORDER BY id"))


def test_the_same_trouble_is_told_once_and_its_end_once(
    settings: Settings, account: int, owner_url: str, now: datetime
) -> None:
    assert books.look_at(now, settings) == []
    assert letters() == [], "right from the first look on"
    forge(owner_url, 1)
    for hours in (1, 2):
        assert books.look_at(now + hours * HOUR, settings)
    forge(owner_url, 1)  # other figures at the same places
    assert books.look_at(now + 3 * HOUR, settings)
    (told,) = letters()
    assert told.recipient == "operator@example.org"
    assert "The books are not right" in told.subject
    assert "a balance is the sum of its entries" in told.body_text
    with transaction():
        check = book_checks.last()
        assert check is not None
        assert check.wrong_since == now + HOUR
        assert [b.topic for b in outbox.backlog(now + 3 * HOUR)] == ["mailings.send"]
    forge(owner_url, -2)
    for hours in (4, 5):
        assert books.look_at(now + hours * HOUR, settings) == []
    assert len(letters()) == 2
    assert "right again" in letters()[1].subject
    with transaction():
        assert book_checks.last().wrong_since is None  # type: ignore[union-attr]


def test_without_an_address_nobody_is_written_to(ctx: Flask, account: int, owner_url: str, now: datetime) -> None:
    forge(owner_url, 1)
    assert books.look_at(now, ctx.config["SETTINGS"])
    assert letters() == []


def test_a_look_that_fails_is_no_all_clear(
    settings: Settings, account: int, owner_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(owner_url, 1)
    books.look_at(now, settings)
    monkeypatch.setattr(books, "STATEMENT_SECONDS", -1)  # no statement may take so long
    with pytest.raises(db.exc.DBAPIError):
        books.look_at(now + HOUR, settings)
    with transaction():
        check = book_checks.last()
    assert check is not None
    assert (check.at, check.wrong_since) == (now, now)


def test_a_look_can_change_nothing_and_sees_one_moment(ctx: Flask, account: int, owner_url: str) -> None:
    asked = "SELECT balance FROM balances WHERE keeps_lots"
    with snapshot(5):
        before = execute(asked).scalar_one()
        forge(owner_url, 1)
        assert execute(asked).scalar_one() == before
        with pytest.raises(db.exc.InternalError, match="read-only"):
            execute("DELETE FROM throttle")
        db.session.rollback()
        execute("SELECT 1")
    with transaction():
        assert execute(asked).scalar_one() == before + 1


@pytest.mark.parametrize(("role", "sees"), [("installation", True), ("admin", False)])
def test_who_looks_after_the_shop_sees_it_above_every_page(
    ctx: Flask, account: int, owner_url: str, now: datetime, role: str, sees: bool
) -> None:
    with transaction():
        user = staff(programmes.default(), "support")
        give(user, role, programmes.default())
        who = user.id
    forge(owner_url, 1)
    books.look_at(now, ctx.config["SETTINGS"])
    client = ctx.test_client()
    sign_in(client, who, fresh=True)
    page = client.get("/console/letters", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert ("vitrina verify" in page.text) is sees
