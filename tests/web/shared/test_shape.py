"""A request that is too much, too deep or holds what nothing stores is refused with words at every entry point, and never fails."""

import json
import re
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from marketplace.core.db import execute
from marketplace.web.shared import gate, shape
from tests.builders.api import Caller, a_caller

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
LONG_ANSWER = 6_000  # bytes of a page that refuses

BODIES: dict[str, tuple[bytes, str]] = {
    "deep list": (b"[" * 5_000 + b"]" * 5_000, JSON),
    "deep list that never ends": (b"[" * 100_000, JSON),
    "deep objects": (b'{"a":' * 500 + b"1" + b"}" * 500, JSON),
    "many values": (b"[" + b"1," * 20_000 + b"1]", JSON),
    "many names": (json.dumps({f"n{n}": 1 for n in range(20_000)}).encode(), JSON),
    "half a character": (b'{"member": "\\ud800"}', JSON),
    "half a character in a name": (b'{"\\udc00": 1}', JSON),
    "NUL": (b'{"member": "\\u0000"}', JSON),
    "number of 5,000 digits": (b'{"member": ' + b"9" * 5_000 + b"}", JSON),
    "no number": (b'{"value": NaN, "offer_id": 1e400}', JSON),
    "quotes that never end": (b'"' + b'\\"' * 250_000, JSON),
    "no text": (b"\xff\xfe", JSON),
    "nothing": (b"", JSON),
    "charset of its own": (b"{}", f"{JSON}; charset=utf-99"),
    "many fields": (b"a=1&" * 5_000, FORM),
    "NUL in a form": (b"email=%00", FORM),
    "broken multipart": (b"--x\r\n", "multipart/form-data; boundary=x"),
    "multipart without a boundary": (b"{}", "multipart/form-data"),
}
TOO_LARGE = [name for name in BODIES if name.startswith(("deep", "many"))]
STORED_BY_NOTHING = ["half a character", "half a character in a name", "NUL in a form"]


@pytest.fixture
def caller(app: Flask) -> Caller:
    return a_caller(app, points=100_000, stock=1)


def authorised(caller: Caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {caller.key}"}


def post(caller: Caller, path: str, body: bytes, content_type: str) -> TestResponse:
    headers = authorised(caller) | {"Idempotency-Key": "once"}
    return caller.http.post(path, data=body, content_type=content_type, headers=headers)


@pytest.mark.parametrize("path", ["/api/v1/orders", "/sign-in"])
def test_body_that_is_too_much_or_nonsense_is_refused_with_words(caller: Caller, path: str) -> None:
    said = {name: post(caller, path, *body) for name, body in BODIES.items()}
    wrong = {name: answer.status_code for name, answer in said.items() if not 400 <= answer.status_code < 500}
    assert wrong == {}
    assert {name: said[name].status_code for name in TOO_LARGE} == dict.fromkeys(TOO_LARGE, 413)
    assert {name: said[name].status_code for name in STORED_BY_NOTHING} == dict.fromkeys(STORED_BY_NOTHING, 400)
    assert max(len(answer.data) for answer in said.values()) < LONG_ANSWER
    assert all(len(answer.data) > 100 for answer in said.values())


def test_document_within_the_limits_is_read(caller: Caller) -> None:
    deep = b"[" * shape.MAX_DEPTH + b'"\\ud83d\\ude00 ]]]["' + b"]" * shape.MAX_DEPTH
    assert post(caller, "/api/v1/orders", deep, JSON).status_code == 422


def test_an_object_that_gives_a_name_twice_is_refused(caller: Caller) -> None:
    whole = json.dumps(caller.order())
    twice = whole.replace("{", f'{{"price": {caller.order()["price"] - 1}, ', 1)
    assert 400 <= post(caller, "/api/v1/orders", twice.encode(), JSON).status_code < 500
    assert post(caller, "/api/v1/orders", whole.encode(), JSON).status_code == 201


def test_longest_document_is_looked_at_at_once() -> None:
    began = time.process_time()
    for body in (b'"' + b'\\"' * 500_000, b'"' * 1_000_000, b"\\" * 1_000_000, b" " * 1_000_000):
        shape._strings_of(body)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/offers", "/console/"])
def test_thousands_of_parameters_are_answered_shortly(app: Flask, caller: Caller, path: str) -> None:
    for query in ("&".join(f"category=a{n}" for n in range(8_000)), "q=" + "a" * 9_000):
        answer = caller.http.get(f"{path}?{query}", headers=authorised(caller) if "/api/" in path else {})
        assert answer.status_code == 414
        assert len(answer.data) < LONG_ANSWER


def test_what_the_gate_has_refused_gets_the_applications_words(caller: Caller) -> None:
    for path, kind in (("/sign-in", "text/html"), ("/api/v1/orders", "application/problem+json")):
        answer = caller.http.post(path, environ_overrides={gate.REFUSED: 413})
        assert (answer.status_code, answer.mimetype) == (413, kind)


def test_choice_is_a_denomination_or_a_value_of_an_offer_and_never_a_mixture(caller: Caller) -> None:
    parts = {"denomination_id": caller.shelf.denomination_id, "offer_id": caller.shelf.offer_id, "value": 500}
    accepted = {"rules": "a" * 64, "offer": "b" * 64}
    for wrong in (
        ["denomination_id", "value"], ["denomination_id", "offer_id"], [*parts], ["value"], ["offer_id"], [],
    ):  # fmt: skip
        choice = {name: parts[name] for name in wrong}
        asked = caller.http.get(
            "/api/v1/quotes", query_string={"member": caller.member.number} | choice, headers=authorised(caller)
        )
        body = json.dumps({"member": caller.member.number, "price": 450, "accepted": accepted} | choice).encode()
        assert (asked.status_code, post(caller, "/api/v1/orders", body, JSON).status_code) == (422, 422), wrong


def filled(rule: Rule, slug: str, number: str) -> str:
    """An address with something in its places: the brand and the member that there are, or a number."""
    named = {"slug": slug, "brand": slug, "partner": slug, "number": number}
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda place: named.get(place[1], "1"), rule.rule)


def test_forged_host_is_in_no_answer_of_any_address(app: Flask, client: FlaskClient, caller: Caller) -> None:
    forged: dict[str, Any] = {"headers": {"Host": "evil.example"}}
    told = []
    with app.app_context():
        slug = str(execute("SELECT slug FROM brands").scalar_one())
    for rule in app.url_map.iter_rules():
        named = filled(rule, slug, caller.number)
        around = set() if rule.arguments else {named.rstrip("/") or "/", f"/{named}"}
        for method in (rule.methods or set()) & ({"GET"} if rule.arguments else {"GET", "POST"}):
            for path in sorted({named} | around):
                answer = client.open(path, method=method, **forged)
                if "evil.example" in f"{answer.headers}{answer.get_data(as_text=True)}":
                    told.append(f"{method} {path}: {answer.location}")
    assert told == []


def test_address_without_its_slash_leads_on_within_the_site(client: FlaskClient, caller: Caller) -> None:
    answer = client.get("/console?a=1", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.location) == (308, "/console/?a=1")
