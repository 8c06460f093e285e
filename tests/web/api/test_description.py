"""The API does what its description says, and the description leaves nothing out."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import psycopg
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.api import offers
from tests.builders.api import Caller, a_caller
from tests.builders.tills import PIN, a_card, a_terminal, goes_offline
from tests.proof.plugin import Proof

PROMISES = (
    "status_code_conformance", "content_type_conformance", "response_schema_conformance", "response_headers_conformance",
    "negative_data_rejection",
)  # fmt: skip
CHECKS = [checks.not_a_server_error, *(getattr(openapi_checks, name) for name in PROMISES)]
TILLS = "/api/v1/terminal/"
REFS = {
    "authorisations": "A1",
    "captures": "A1",
    "voids": "A2",
    "takings": "F1",
}  # what is captured is no longer voided
OUTSIDE = {"/api/v1/", "/api/v1/openapi.json"}
Cases = SearchStrategy[schemathesis.Case]


@pytest.mark.proof("P16")
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
            assert {"400", "401", "403", "404", "422", "429"} <= refusals
            for code in refusals:
                assert list(operation["responses"][code]["content"]) == ["application/problem+json"]


def test_what_cannot_be_read_is_refused_as_described(app: Flask) -> None:
    caller = a_caller(app)
    spec = app.test_client().get("/api/v1/openapi.json").json
    answer = app.test_client().get("/api/v1/offers?city=%00", headers={"Authorization": f"Bearer {caller.key}"})
    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")
    assert str(answer.status_code) in spec["paths"]["/api/v1/offers"]["get"]["responses"]


def test_page_shows_every_operation_with_a_sample(app: Flask) -> None:
    a_caller(app)
    page = app.test_client().get("/api/v1/").text
    spec = app.test_client().get("/api/v1/openapi.json").json
    for path, methods in spec["paths"].items():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
            assert path in page
    assert len(page) < 150_000


ROLES: dict[str, Callable[[Flask, Caller], Caller]] = {
    "the programme's key": lambda app, caller: caller,
    "a member's own key": lambda app, caller: a_caller(app, beside=caller, bound=True, points=1_000),
    "a key of another programme": lambda app, caller: a_caller(app),
    "a key for one thing": lambda app, caller: a_caller(app, beside=caller, scopes=("programme:read",)),
    "no key": lambda app, caller: replace(caller, key="none"),
}


@pytest.fixture
def shop(app: Flask) -> Caller:
    """A caller with much to spend."""
    return a_caller(app, points=1_000_000, stock=20)


@pytest.mark.proof("P16")
@pytest.mark.parametrize("role", ROLES)
def test_nothing_sent_breaks_it(app: Flask, shop: Caller, role: str, proof: Proof) -> None:
    """Fuzzing: no 5xx, and no answer that the description does not foresee."""
    caller = ROLES[role](app, shop)
    examples = proof.size(8 if caller is shop else 3, 150)
    tried = fuzz_all(app, shop, caller.key, examples, proof.seed).total()
    assert tried >= 13 * examples
    proof.count("requests", tried)


@pytest.mark.proof("P16")
def test_nothing_that_a_till_sends_breaks_it_and_its_key_opens_every_operation(
    app: Flask, shop: Caller, owner_url: str, proof: Proof
) -> None:
    """The same with a till's own key: of a card that it may take, and of a pass that it was shown."""
    with app.app_context(), transaction():
        card, code = a_card(shop.shelf)
        till, now = a_terminal(shop.partner_id()), clock.now()
        goes_offline(till)
        key = tills.add_key(till, now=now)
        known = {
            "code": code, "pin": PIN, "currency": "RUB", "amount": 100, "bill": None, "package": tills.package(till, device=tills.device_of_key(key), now=now).ref,
            "shown": tills.give_pass(card, pin="", now=now), "taken_at": now.isoformat(),
        }  # fmt: skip
        tills.authorise(till, tills.Found(card.id), ref="A2", asked=bytes(32), amount=100, currency="RUB", now=now)

    def forget_limits() -> None:
        """Whoever sends so much, and so much that is no code and no PIN, would have to wait."""
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute("SET session_replication_role = replica")
            for table in ("throttle", "till_refusals", "pin_tries"):
                owner.execute(f"DELETE FROM {table}")

    examples, tried = proof.size(6, 150), Counter[str]()
    for path, cases in _operations(app):
        if path.startswith(TILLS):
            ref = REFS.get(path.removeprefix(TILLS), "R1")
            answers = _fuzz(cases, key, known | {"ref": ref}, examples, proof.seed, forget_limits)
            assert answers[401] == 0, path
            tried[path] = sum(number for status, number in answers.items() if status < 300)
            proof.count("requests", answers.total())
    assert min(tried.values()) > 0, tried


@pytest.mark.proof("P16", control=True)
def test_control_an_answer_that_is_not_described_is_noticed(
    app: Flask, shop: Caller, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    monkeypatch.setattr(offers, "_written", lambda *_: "5")
    with pytest.raises(BaseException, match="schema"):
        fuzz_all(app, shop, shop.key, 3, proof.seed)


def fuzz_all(app: Flask, shop: Caller, key: str, examples: int, chance: int) -> Counter[int]:
    """Fuzz every operation as the owner of `key`; returns how often each status was answered."""
    order = shop.post("/orders", shop.order()).json
    known = {
        "number": [shop.number, order["number"]],
        "card_id": [order["card"]],
        "offer_id": [shop.shelf.offer_id],
    }
    return sum((_fuzz(cases, key, known, examples, chance) for _, cases in _operations(app)), Counter[int]())


@cache
def _operations(app: Flask) -> list[tuple[str, Cases]]:
    """Each operation by its path, with what can be asked of it: that is the same whoever asks, and dear to find out."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = (one.ok() for one in described.get_all_operations())
    return [(operation.path, operation.as_strategy()) for operation in found]


def _fuzz(
    cases: Cases,
    key: str,
    known: Mapping[str, object],
    examples: int,
    chance: int,
    before: Callable[[], None] = lambda: None,
) -> Counter[int]:
    """Each second request names what is known: in its address one of several, in a till's body a card that it may take.

    `before` is done before each request.
    """
    answers = Counter[int]()

    @seed(chance)
    @given(case=cases)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    def run(case: schemathesis.Case) -> None:
        before()
        turn = answers.total()
        for name, value in known.items() if turn % 2 else ():
            if isinstance(value, list) and name in (case.path_parameters or {}):
                case.path_parameters[name] = value[turn // 2 % len(value)]
            elif case.operation.path.startswith(TILLS) and isinstance(case.body, dict) and _holds(case.body, name):
                case.body[name] = value
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
        answers[case.call_and_validate(checks=CHECKS).status_code] += 1

    run()
    return answers


def _holds(body: dict[str, object], name: str) -> bool:
    """Whether a till's body has this field; a PIN, which may be left out, wherever something is taken."""
    return name in body or (name == "pin" and {"code", "ref"} <= body.keys())
