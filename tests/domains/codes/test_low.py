"""Stock that runs low: by the partner's own number or by how fast it is sold; noted once for each crossing, told to its server and people."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import codes, partners
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from marketplace.jobs.stock import look_at
from marketplace.partners import Brand
from tests.builders.identity import staff
from tests.builders.letters import letters
from tests.builders.orders import NOW, Shelf, a_member, a_shelf, an_order, codes_in_stock
from tests.builders.webhooks import Receiver, a_receiver, an_endpoint


@pytest.fixture
def at(ctx: Flask) -> Iterator[Any]:
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def shelf(at: Any) -> Shelf:
    """Twenty codes, an owner who loads codes, a cashier who does not, and a server that hears of everything."""
    with transaction():
        made = a_shelf(stock=20)
        for role in ("owner", "cashier"):
            staff(made.programme, role, partner_id=made.brand.partner_id)
        an_endpoint(made.programme.id, made.brand.partner_id, clock.now())
    return made


@pytest.fixture
def receiver(at: Any, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    return a_receiver(monkeypatch)


def brand() -> Brand:
    """The only one."""
    return partners.brand(execute("SELECT id FROM brands").scalar_one())


def stock_of() -> codes.Stock:
    [one] = codes.on_hand([brand().id], today=NOW.date())
    return one


def threshold(number: int | None) -> None:
    with transaction():
        codes.set_threshold(stock_of(), number, now=clock.now())


def sell(shelf: Shelf, number: int) -> None:
    with transaction():
        member = a_member(shelf.programme, points=1_000 * number)
        for _ in range(number):
            an_order(member, shelf, now=clock.now())


def told(receiver: Receiver) -> list[Any]:
    relay.drain()
    events = [json.loads(content) for _, content in receiver.got]
    return [event["data"] for event in events if event["type"] == "codes.low"]


def test_each_crossing_is_told_once_and_again_after_it_was_enough(at: Any, shelf: Shelf, receiver: Receiver) -> None:
    threshold(18)
    assert look_at(clock.now()) == 0
    sell(shelf, 3)
    assert look_at(clock.now()) == 1
    assert look_at(clock.now()) == 0
    [event] = told(receiver)
    assert {name: event[name] for name in ("brand", "value", "currency", "left")} == {
        "brand": brand().slug, "value": 30_000, "currency": "RUB", "left": 17,
    }  # fmt: skip
    written = [one for one in letters() if one.ref.startswith("low:")]
    assert len(written) == 1, "to the owner, and not to a cashier"
    assert "17" in written[0].body_text

    with transaction():
        codes_in_stock(brand(), shelf.denomination_id or 0, 5)
    assert look_at(clock.now()) == 0
    assert codes.running_low(brand().partner_id) == []
    at.shift(timedelta(hours=1))
    sell(shelf, 5)
    assert look_at(clock.now()) == 1
    assert len(told(receiver)) == 2


def test_without_a_number_of_its_own_it_hangs_on_how_fast_it_is_sold(at: Any, shelf: Shelf) -> None:
    assert look_at(clock.now()) == 0
    at.shift(timedelta(days=-9))
    for _ in range(4):
        sell(shelf, 2)
        at.shift(timedelta(days=2))
    at.shift(timedelta(days=1))
    assert stock_of().left == 12
    assert look_at(clock.now()) == 0, "twelve last longer than a week at eight in nine days"
    sell(shelf, 3)
    assert look_at(clock.now()) == 1
    [low] = codes.running_low(brand().partner_id)
    assert low.codes == 9


@pytest.mark.parametrize(
    ("left", "threshold", "ends", "sold", "low"),
    [
        (9, None, None, 0, False),  # nobody buys it
        (2, None, None, 1, True),
        (3, None, None, 6, False),  # at six in four weeks, three last a fortnight
        (3, None, None, 12, True),
        (9, None, 40, 9, False),
        (9, None, 7, 40, True),
        (0, None, None, 0, True),
        (9, 10, None, 0, True),
        (9, 0, 1, 90, False),
    ],
)
def test_what_is_not_sold_runs_low_nowhere_and_the_rest_by_the_days_that_it_lasts(
    left: int, threshold: int | None, ends: int | None, sold: int, low: bool
) -> None:
    today = date(2026, 11, 30)
    day = today + timedelta(ends) if ends else None
    assert codes.runs_low(left, threshold, day, today, sold=sold) is low


def test_zero_says_never_and_what_is_not_in_the_shop_runs_low_nowhere(shelf: Shelf) -> None:
    threshold(0)
    sell(shelf, 20)
    assert look_at(clock.now()) == 0
    threshold(5)
    assert look_at(clock.now()) == 1
    with transaction():
        execute("UPDATE offers SET published = false WHERE id = %(id)s", {"id": shelf.offer_id})
    look_at(clock.now())
    assert codes.running_low(brand().partner_id) == []
