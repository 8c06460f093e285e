"""Every operation that changes something acts once for each Idempotency-Key. A new route needs a case here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.core import idempotency
from marketplace.core.db import execute, transaction
from tests.builders.api import Caller, a_caller

PARALLEL = 50
pytestmark = pytest.mark.proof("P06")


class Case(NamedTuple):
    """A request that can be made, another body for it, and a body that is invalid."""

    path: str
    body: dict[str, Any]
    other: dict[str, Any]
    invalid: dict[str, Any]


def _order(caller: Caller) -> Case:
    body = caller.order()
    return Case("/orders", body, body | {"member": "0" * 10}, body | {"denomination_id": "x"})


def _cancellation(caller: Caller) -> Case:
    number = caller.post("/orders", caller.order()).json["number"]
    return Case(f"/orders/{number}/cancellation", {}, {"why": "other"}, {"why": 5})


def _reveal(caller: Caller) -> Case:
    card = caller.post("/orders", caller.order()).json["card"]
    return Case(f"/cards/{card}/reveals", {}, {"why": "other"}, {"why": 5})


def _webhook(caller: Caller) -> Case:
    body = caller.webhook()
    return Case("/webhooks", body, body | {"kinds": ["codes.low"]}, body | {"kinds": "all"})


def _rotation(caller: Caller) -> Case:
    return Case(f"/webhooks/{caller.endpoint()}/rotation", {}, {"more": 1}, {"more": 1})


def _replay(caller: Caller) -> Case:
    return Case(f"/webhooks/{caller.endpoint()}/replays", {}, {"delivery": 5}, {"delivery": "x"})


def _report(caller: Caller) -> Case:
    body = caller.report()
    return Case("/payment-statuses", body, body | {"name": "other"}, body | {"report": 5})


CASES: dict[str, Callable[[Caller], Case]] = {
    "POST /api/v1/orders": _order,
    "POST /api/v1/orders/<number>/cancellation": _cancellation,
    "POST /api/v1/cards/<card_id>/reveals": _reveal,
    "POST /api/v1/payment-statuses": _report,
    "POST /api/v1/webhooks": _webhook,
    "POST /api/v1/webhooks/<int:webhook>/rotation": _rotation,
    "POST /api/v1/webhooks/<int:webhook>/replays": _replay,
}
every_case = pytest.mark.parametrize("make", CASES.values(), ids=CASES)


@pytest.fixture
def caller(app: Flask) -> Caller:
    return a_caller(app, points=100_000, stock=5)


def trace(caller: Caller) -> list[Any]:
    """What the member has: everything that a second effect would show in."""
    history = caller.get(f"/members/{caller.number}/history", limit=100).json["items"]
    cards = caller.get("/cards", member=caller.number, limit=100).json["items"]
    sent = caller.get("/webhooks/deliveries", limit=100).json["items"]
    return [history, cards, sent, caller.get("/webhooks").json]


def test_every_mutation_has_a_case(app: Flask) -> None:
    mutations = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") and not rule.rule.startswith("/api/v1/terminal/")  # see test_terminal.py
    }
    assert mutations == set(CASES)


@every_case
def test_repeat_gives_the_same_bytes_and_a_marker(caller: Caller, make: Callable[[Caller], Case]) -> None:
    case = make(caller)
    first = caller.post(case.path, case.body, key="k" * 255)
    before = trace(caller)
    again = caller.post(case.path, case.body, key="k" * 255)
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert (first.status_code, first.headers.get("Idempotent-Replayed")) == (201, None)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert trace(caller) == before


@every_case
def test_other_body_under_the_key_is_refused(caller: Caller, make: Callable[[Caller], Case]) -> None:
    case = make(caller)
    caller.post(case.path, case.body, key="once")
    before = trace(caller)
    refused = caller.post(case.path, case.other, key="once")
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")
    assert trace(caller) == before


@every_case
def test_other_route_under_the_key_is_refused(caller: Caller, make: Callable[[Caller], Case]) -> None:
    case, elsewhere = make(caller), _order(caller)
    caller.post(case.path, case.body, key="once")
    path = "/orders/20001/cancellation" if case.path == elsewhere.path else elsewhere.path
    refused = caller.post(path, {} if path != elsewhere.path else elsewhere.body, key="once")
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")


@every_case
def test_another_callers_key_is_another_key(app: Flask, caller: Caller, make: Callable[[Caller], Case]) -> None:
    case = make(caller)
    other = a_caller(app, points=1000, beside=caller)
    theirs = other.post("/orders", other.order(), key="shared")
    assert theirs.status_code == 201
    ours = caller.post(case.path, case.body, key="shared")
    assert ours.status_code == 201
    assert ours.headers.get("Idempotent-Replayed") is None


@every_case
def test_key_can_be_used_after_an_invalid_body(caller: Caller, make: Callable[[Caller], Case]) -> None:
    case = make(caller)
    assert caller.post(case.path, case.invalid, key="again").status_code == 422
    assert caller.post(case.path, case.body, key="again").status_code == 201


@every_case
@pytest.mark.parametrize("key", ["", "k" * 256, "ключ".encode().decode("latin-1"), "a b"])
def test_key_that_is_none_is_refused(caller: Caller, make: Callable[[Caller], Case], key: str) -> None:
    case = make(caller)
    before = trace(caller)
    refused = caller.post(case.path, case.body, key=key)
    assert (refused.status_code, refused.json["code"]) == (400, "idempotency_key_invalid")
    assert trace(caller) == before


@every_case
def test_fifty_at_once_have_one_effect(caller: Caller, make: Callable[[Caller], Case]) -> None:
    answers = _at_once(caller, make(caller))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1


@pytest.mark.proof("P06", control=True)
def test_without_the_key_fifty_at_once_have_many_effects(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the guard taken out, the test above would fail."""
    monkeypatch.setattr(idempotency, "take", lambda *_: ("SELECT", {}))
    monkeypatch.setattr(idempotency, "kept", lambda *_: None)
    monkeypatch.setattr(idempotency, "keep", lambda *_, **__: None)
    card = caller.post("/orders", caller.order()).json["card"]
    answers = _at_once(caller, Case(f"/cards/{card}/reveals", {}, {}, {}))
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == PARALLEL


def _at_once(caller: Caller, case: Case) -> list[TestResponse]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda _: _own(caller).post(case.path, case.body, key="same"), range(PARALLEL)))


def _own(caller: Caller) -> Caller:
    return Caller(caller.http.application.test_client(), caller.key, caller.shelf, caller.member, caller.number)


def test_code_that_is_given_again_is_in_the_audit_again(app: Flask, caller: Caller) -> None:
    case = _reveal(caller)
    for _ in range(3):
        caller.post(case.path, case.body, key="look")
    with app.app_context():
        shown = execute("SELECT count(*) FROM audit_records WHERE action LIKE 'giftcards.reveal%%'", {}).scalar_one()
    assert shown == 3


@pytest.mark.spoils_the_books
def test_code_of_a_card_frozen_meanwhile_is_not_given_again(app: Flask, caller: Caller) -> None:
    case = _reveal(caller)
    assert caller.post(case.path, case.body, key="look").status_code == 201
    with app.app_context(), transaction():
        execute("UPDATE giftcards SET state = 'frozen'")
    refused = caller.post(case.path, case.body, key="look")
    assert (refused.status_code, refused.json["code"]) == (409, "card_not_active")
