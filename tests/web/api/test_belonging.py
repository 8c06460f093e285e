"""Each field of each answer belongs to a scope: what the description says is held against what each key is given."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask

from marketplace import identity
from marketplace.web.api import belonging
from tests.builders.api import Caller, a_caller, asking
from tests.web.api.test_access import SCOPE

Schema = Mapping[str, Any]
pytestmark = pytest.mark.proof("P17")


@pytest.fixture
def owner(app: Flask) -> Caller:
    return a_caller(app, points=5000, stock=20)


@pytest.fixture
def spec(app: Flask, owner: Caller) -> Schema:
    described: Schema = app.test_client().get("/api/v1/openapi.json").json
    return described


def answer_schema(spec: Schema, operation: str) -> Schema:
    """What an operation answers when it is done."""
    method, _, path = operation.partition(" ")
    described = spec["paths"]["/api/v1" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)][method.lower()]
    status = next(code for code in described["responses"] if code.startswith("2"))
    schema: Schema = described["responses"][status]["content"]["application/json"]["schema"]
    return schema


def fields(spec: Schema, schema: Schema, at: str, holder: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each field of an answer, "items.price", with the scopes that open it; a part of a value has those of its holder."""
    for kind in (schema, *schema.get("anyOf", ())):
        if name := kind.get("$ref", "").rpartition("/")[2]:
            for field, inner in spec["components"]["schemas"][name]["properties"].items():
                scopes = frozenset(inner.get(belonging.MARK, holder))
                yield f"{at}{field}", scopes
                yield from fields(spec, inner, f"{at}{field}.", scopes)
        if "items" in kind:
            yield from fields(spec, kind["items"], at, holder)


def told(answer: Any, at: str = "") -> Iterator[str]:
    """Each field that an answer holds."""
    for one in answer if isinstance(answer, list) else [answer]:
        if isinstance(one, dict):
            for name, value in one.items():
                yield f"{at}{name}"
                yield from told(value, f"{at}{name}.")


def test_every_field_of_every_answer_names_scopes_that_there_are(spec: Schema) -> None:
    for operation in SCOPE:
        found = dict(fields(spec, answer_schema(spec, operation), "", frozenset()))
        assert found, operation
        nobodys = [
            f"{operation}: {name}" for name, scopes in found.items() if not scopes or scopes - {*identity.SCOPES}
        ]
        assert nobodys == []


def test_a_key_is_given_the_fields_of_its_scopes_and_no_others(app: Flask, owner: Caller, spec: Schema) -> None:
    ask = asking(owner)
    for operation, needed in SCOPE.items():
        open_to = dict(fields(spec, answer_schema(spec, operation), "", frozenset()))
        answer = ask(a_caller(app, beside=owner, scopes=(needed,)), operation)
        assert answer.status_code in (200, 201, 409), operation
        if answer.status_code != 409:  # a card that was given back is not opened
            given = {name for name in told(answer.json) if not re.search(r"(before|after|languages)[.]", name)}
            assert given, operation
            assert [name for name in given if needed not in open_to[name]] == [], operation


def test_a_quote_shows_points_to_keys_that_may_see_members(app: Flask, owner: Caller) -> None:
    asked = {"member": owner.number, "denomination_id": owner.shelf.denomination_id}
    blind = a_caller(app, beside=owner, scopes=("offers:read",)).get("/quotes", **asked).json
    assert set(blind) == {"offer_id", "denomination_id", "value", "price", "card_last_day"}
    seeing = a_caller(app, beside=owner, scopes=("offers:read", "members:read")).get("/quotes", **asked).json
    assert seeing == blind | {"takes": seeing["takes"], "balance": 5000, "remains": 4550, "missing": 0}


def test_a_refused_order_shows_the_balance_to_keys_that_may_see_members(app: Flask, owner: Caller) -> None:
    poor = a_caller(app, beside=owner, points=300)
    body = poor.order()
    refused = a_caller(app, beside=owner, scopes=("orders:write",)).post("/orders", body)
    assert (refused.json["code"], refused.json["facts"]) == ("not_enough_points", {"needed": 450})
    assert poor.post("/orders", body).json["facts"] == {"needed": 450, "available": 300}


def test_a_field_of_nobodys_cannot_be_declared() -> None:
    """The control: a field whose scope was forgotten ends the start of the application."""
    with pytest.raises(TypeError, match="balance belongs to no scope"):
        type("Leaky", (belonging.Out,), {"__annotations__": {"price": belonging.OfOffers[int], "balance": int}})


def test_without_the_marks_a_quote_would_show_them(app: Flask, owner: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the look at scopes taken out, the tests above would fail."""
    monkeypatch.setattr(belonging, "hidden", lambda *_: {})
    asked = {"member": owner.number, "denomination_id": owner.shelf.denomination_id}
    assert "balance" in a_caller(app, beside=owner, scopes=("offers:read",)).get("/quotes", **asked).json
