"""The console's first page: what is wrong, and pictures that say the same as their tables."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import outbox
from marketplace.core.db import execute, transaction
from marketplace.programmes import Programme
from marketplace.web.shared.pictures import frames
from tests.builders.identity import give, sign_in, staff
from tests.builders.orders import a_member, a_shelf, an_order
from tests.builders.pages import visit
from tests.builders.programmes import a_programme

NOW = datetime.now(UTC)


@pytest.fixture
def shop(app: Flask) -> Programme:
    with app.app_context(), transaction():
        shelf = a_shelf(a_programme(hosts=("localhost",)))
        member = a_member(shelf.programme, points=5000, now=NOW - timedelta(5))
        for days in (3, 3, 0):
            an_order(member, shelf, now=NOW - timedelta(days))
    return shelf.programme


def desk_of(app: Flask, programme: Programme, *roles: str) -> FlaskClient:
    with app.app_context(), transaction():
        user = staff(programme, roles[0])
        for role in roles[1:]:
            give(user, role, programme)
        user_id = user.id
    client = app.test_client()
    sign_in(client, user_id, fresh=True)
    return client


def column(page: str, label: str, at: int) -> list[int]:
    """The numbers of a column of the table with this label, newest first."""
    [table] = re.findall(rf'aria-label="{label}">(<table.*?</table>)', page, re.S)
    rows = re.findall(r"<tr>(<td.*?)</tr>", table, re.S)
    return [int(re.sub(r"\D", "", re.findall(r"<td[^>]*>(.*?)</td>", row)[at])) for row in rows]


def heights(page: str, label: str) -> list[float]:
    """The height of each bar of the widest picture with this label, oldest first."""
    [picture] = re.findall(rf'<svg class="chart chart-wide"[^>]*aria-label="{label}">(.*?)</svg>', page, re.S)
    bars = re.findall(r"<g>(.*?)</g>", picture, re.S)
    return [sum(map(float, re.findall(r'height="([\d.]+)"', bar))) for bar in bars]


def test_the_pictures_say_the_same_as_their_tables(app: Flask, shop: Programme) -> None:
    page = visit(desk_of(app, shop, "finance"), "/console/", language="en").html
    orders = column(page, "Orders in thirty days", 1)
    assert len(orders) == 30
    assert (orders[0], orders[3], sum(orders)) == (1, 2, 3)
    earned, spent, expired = (column(page, "Thirty days: earned, spent, expired", at) for at in (1, 2, 3))
    assert (sum(earned), spent[0], spent[3], sum(expired)) == (5000, 450, 900, 0)
    span = frames.DESK.bottom - frames.DESK.top
    assert heights(page, "Orders by day") == pytest.approx([n * span / 2 for n in reversed(orders)], abs=0.1)
    moved = [sum(day) for day in zip(earned, spent, expired, strict=True)]
    assert heights(page, "Points by day") == pytest.approx([n * span / 6000 for n in reversed(moved)], abs=0.1)


def test_a_quiet_programme_has_words_in_the_place_of_pictures(app: Flask) -> None:
    with app.app_context(), transaction():
        programme = a_programme(hosts=("localhost",))
    page = visit(desk_of(app, programme, "finance"), "/console/")
    assert "За тридцать дней заказов не было" in page.words
    assert '<svg class="chart' not in page.html


def test_figures_are_for_those_who_may_read_them_and_alarms_for_those_who_can_help(app: Flask, shop: Programme) -> None:
    with app.app_context(), transaction():
        outbox.send("tests.call", ref="card:17", now=NOW)
        execute("UPDATE outbox SET dead_at = now() WHERE topic = 'tests.call'")
    support = visit(desk_of(app, shop, "support"), "/console/", language="en")
    assert "Orders by day" not in support.words
    assert "given up" not in support.words
    assert "/console/journal" in support.html
    both = visit(desk_of(app, shop, "finance", "installation"), "/console/", language="en")
    assert "1 task was given up" in both.words
    assert "Nothing needs your attention" not in both.words
