"""The API does what its description says, and the description leaves nothing out."""

import re

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from tests.builders.api import Caller, a_caller

EXAMPLES = 12
PROMISES = (
    "status_code_conformance", "content_type_conformance", "response_schema_conformance", "response_headers_conformance",
    "negative_data_rejection",
)  # fmt: skip
CHECKS = [checks.not_a_server_error, *(getattr(openapi_checks, name) for name in PROMISES)]
OUTSIDE = {"/api/v1/", "/api/v1/openapi.json"}


def test_every_route_is_described(app: Flask) -> None:
    a_caller(app)
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule not in OUTSIDE
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {
        (path, method)
        for path, methods in app.test_client().get("/api/v1/openapi.json").json["paths"].items()
        for method in methods
    }
    assert served == described


def test_description_is_openapi_3_1_with_words_for_everything(app: Flask) -> None:
    a_caller(app)
    spec = app.test_client().get("/api/v1/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    for methods in spec["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            assert "<br" not in operation["description"]
            assert operation["security"] == [{"key": []}]
            refusals = {code for code in operation["responses"] if code >= "400"}
            assert {"401", "403", "404", "422", "429"} <= refusals
            for code in refusals:
                assert list(operation["responses"][code]["content"]) == ["application/problem+json"]


def test_page_shows_every_operation_with_a_sample(app: Flask) -> None:
    a_caller(app)
    page = app.test_client().get("/api/v1/").text
    spec = app.test_client().get("/api/v1/openapi.json").json
    for path, methods in spec["paths"].items():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
            assert path in page
    assert len(page) < 150_000


def test_nothing_sent_breaks_it(app: Flask) -> None:
    """Fuzzing in small form: no 5xx, and no answer that the description does not foresee."""
    caller = a_caller(app, points=1_000_000, stock=20)
    order = caller.post("/orders", caller.order()).json
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    known = {
        "number": [caller.number, order["number"]],
        "card_id": [order["card"]],
        "offer_id": [caller.shelf.offer_id],
    }
    tried = 0
    for found in schema.get_all_operations():
        tried += _fuzz(found.ok(), caller, known)
    assert tried >= 13 * EXAMPLES


def _fuzz(operation: schemathesis.APIOperation, caller: Caller, known: dict[str, list[object]]) -> int:
    count = 0

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    def run(case: schemathesis.Case) -> None:
        nonlocal count
        for name, values in known.items():
            if name in (case.path_parameters or {}) and count % 2:
                case.path_parameters[name] = values[count // 2 % len(values)]
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {caller.key}"}
        case.call_and_validate(checks=CHECKS)
        count += 1

    run()
    return count
