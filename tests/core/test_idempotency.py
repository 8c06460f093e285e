"""The same request twice acts once and answers the same."""

import threading
from datetime import datetime

import pytest
from flask import Flask

from marketplace.core import audit, idempotency
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.core.idempotency import BadKey, KeyReused, Stored

ROUTE, BODY = "POST /api/v1/orders", b'{"a": 1}'
ANSWER = b'{"order": 17, "code": "CANARY-7K2M"}'


def work(now: datetime, caller: str = "client:1", key: str = "k" * 10, route: str = ROUTE, body: bytes = BODY) -> bytes:
    """What an entry point does: take the key, do the work, keep the answer."""
    with transaction(first=idempotency.take(caller, key)) as taken:
        stored = idempotency.kept(taken, caller, key, route, body)
        if stored is not None:
            return stored.response
        audit.record("tests.order", "order:17", at=now)
        idempotency.keep(
            caller, key, route, body, status=201, content_type="application/json", response=ANSWER, now=now
        )
    return ANSWER


def orders() -> int:
    with transaction():
        return len(audit.of_subject("order:17", limit=100))


def test_the_second_time_the_first_answer_comes_back_byte_for_byte(ctx: Flask, now: datetime) -> None:
    assert work(now) == ANSWER
    with transaction(first=idempotency.take("client:1", "k" * 10)) as taken:
        assert idempotency.kept(taken, "client:1", "k" * 10, ROUTE, BODY) == Stored(201, "application/json", ANSWER)
    assert work(now) == ANSWER
    assert orders() == 1


def test_a_key_for_another_body_or_route_is_refused_and_for_another_caller_it_is_free(
    ctx: Flask, now: datetime
) -> None:
    work(now)
    for other in ({"body": b'{"a": 2}'}, {"route": "POST /api/v1/quotes"}):
        with pytest.raises(KeyReused):
            work(now, **other)  # type: ignore[arg-type]
    assert orders() == 1
    work(now, caller="client:2", body=b"{}")
    assert orders() == 2


def test_after_a_refusal_the_key_is_free(ctx: Flask, now: datetime) -> None:
    def refused() -> None:
        with transaction(first=idempotency.take("client:1", "k" * 10)) as taken:
            assert idempotency.kept(taken, "client:1", "k" * 10, ROUTE, b"{}") is None
            raise Refusal

    with pytest.raises(Refusal):
        refused()
    assert work(now) == ANSWER
    assert orders() == 1


def test_fifty_at_once_are_one(app: Flask, now: datetime) -> None:
    barrier, answers = threading.Barrier(12), []

    def ask() -> None:
        with app.app_context():
            barrier.wait()
            answers.extend(work(now) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [ANSWER] * 60
    with app.app_context():
        assert orders() == 1


@pytest.mark.parametrize("key", ["k", "k" * 255, "!~"])
def test_a_key_of_1_to_255_visible_characters_is_taken(ctx: Flask, now: datetime, key: str) -> None:
    assert work(now, key=key) == ANSWER


@pytest.mark.parametrize("key", ["", "k" * 256, "a b", "a\nb", "a\0b", "ключ", "\x7f"])
def test_any_other_key_is_refused(ctx: Flask, now: datetime, key: str) -> None:
    with pytest.raises(BadKey):
        work(now, key=key)
    assert orders() == 0


def test_an_answer_is_not_kept_in_clear_text(ctx: Flask, now: datetime) -> None:
    work(now)
    with transaction():
        row = execute("SELECT response, row_to_json(k)::text AS whole FROM idempotency_keys k").one()
    assert b"CANARY" not in bytes(row.response)
    assert "CANARY" not in row.whole
    assert b"CANARY".hex() not in row.whole
