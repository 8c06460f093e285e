"""One number leads from what a visitor was told to every line that was logged for them, in the shop and in the worker."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from flask import Flask
from structlog.contextvars import get_contextvars

from marketplace.core import clock, outbox
from marketplace.core.db import execute, transaction
from marketplace.jobs import promises
from tests.builders.api import a_caller

NUMBER = "till-7.2026-11-21_00042"


class Lines(logging.Handler):
    """What would be written, with what is bound to it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append({"event": record.getMessage()} | get_contextvars())


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("given", "taken"), [(NUMBER, True), ("", False), ("short", False), ("x" * 65, False), ("a b c d e f g", False)]
)
def test_a_number_is_taken_or_made_and_told(app: Flask, given: str, taken: bool) -> None:
    caller = a_caller(app)
    caller.headers["X-Request-ID"] = given
    answer = caller.get("/orders/no-such-order")
    told = answer.headers["X-Request-ID"]
    assert (told == given) is taken
    assert len(told) >= 8
    assert answer.json["instance"] == f"urn:vitrina:request:{told}"


def test_it_stands_in_every_line_of_the_request_and_of_the_worker(
    app: Flask, monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
) -> None:
    caller = a_caller(app, points=100_000)
    caller.headers["X-Request-ID"] = NUMBER

    def place(*_: object, **__: object) -> None:
        outbox.send("test.fails", ref="1", now=clock.now())
        raise ZeroDivisionError

    monkeypatch.setattr("marketplace.orders.place", place)
    body = caller.order()
    assert caller.post("/orders", body).status_code == 500
    failed = next(line for line in lines if "failed" in line["event"])
    assert (failed["request_id"], failed["method"], failed["route"]) == (NUMBER, "POST", "/api/v1/orders")
    caller.headers["X-Request-ID"] = "the-next-one"
    caller.get("/programme")
    assert get_contextvars()["request_id"] == "the-next-one"


def test_the_worker_logs_the_number_of_the_request_that_gave_the_promise(
    app: Flask, celery: Celery, monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
) -> None:
    def keep(ref: str) -> None:
        with transaction():
            outbox.send("test.next", ref=ref, now=clock.now())
        raise ZeroDivisionError

    monkeypatch.setitem(promises.KEEPERS, "test.fails", keep)
    caller = a_caller(app, points=100_000)
    caller.headers["X-Request-ID"] = NUMBER
    assert caller.post("/orders", caller.order()).status_code == 201
    with app.app_context(), transaction():
        assert execute("SELECT DISTINCT request_id FROM outbox").all() == [(NUMBER,)], "a loaded card's letter, too"
        execute("DELETE FROM outbox")
        execute("SELECT set_config('vitrina.request', %(n)s, true), promise('test.fails', '1', now())", {"n": NUMBER})
    celery.tasks["outbox.relay"]()
    line = next(line for line in lines if "test.fails" in line["event"])
    assert (line["request_id"], line["task"], line["topic"]) == (NUMBER, "outbox.relay", "test.fails")
    with app.app_context(), transaction():
        assert execute("SELECT request_id FROM outbox WHERE topic = 'test.next'").scalar_one() == NUMBER
