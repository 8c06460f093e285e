"""Every "no" and every fault ends in one form: a page for people, problem+json for machines, never a word too much."""

import json
import logging
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from flask import Blueprint, Flask, abort, request
from flask.testing import FlaskClient

import marketplace
from marketplace import app as application
from marketplace.app import create_app
from marketplace.core import audit, clock, vault
from marketplace.core.db import db, execute, transaction
from marketplace.core.errors import Conflict, Forbidden, NotFound, Refusal
from marketplace.core.throttle import TooManyRequests
from marketplace.web.shared import problems
from marketplace.web.shared.entry_points import EntryPoint
from marketplace.web.shared.limits import DAY, HOUR, Limit, network
from tests.builders.programmes import a_programme
from tests.fixtures import _settings

CANARY = "CANARY-7K2M-9Q4D"


class SoldOut(Conflict):
    code = "out_of_stock"


class Own(Refusal):
    code = "a_code_without_words"
    status = 422


def fail(what: str) -> str:
    raises: dict[str, Exception] = {
        "sold-out": SoldOut(offer_id=17), "own": Own(field="name"), "missing": NotFound(), "not-yours": Forbidden(),
        "too-often": TooManyRequests(retry_after=42, limit=3), "bug": ValueError(CANARY), "key": KeyError(CANARY),
    }  # fmt: skip
    if what in raises:
        raise raises[what]
    if what == "row":  # the database quotes the failing row in its message
        with transaction():
            audit.record("x", f"thing:{CANARY}", at=clock.now(), why=CANARY)
    if what == "check":
        with transaction():
            execute("INSERT INTO cities (slug, name_ru, name_en) VALUES (%(slug)s, 'x', 'x')", {"slug": CANARY})
    if what == "number":
        with transaction():
            execute("SELECT %(n)s::text::int", {"n": "9" * 20})
    if what == "nul":
        with transaction():
            execute("SELECT %(n)s", {"n": "a\0"})
    if what == "slow":
        with transaction():
            execute("SET LOCAL statement_timeout = 20")
            execute("SELECT pg_sleep(5)")
    if what == "disk":  # what PostgreSQL says when there is no room for a row
        with transaction():
            execute("DO $$ BEGIN RAISE disk_full USING MESSAGE = 'could not extend file'; END $$")
    if what.isdigit():
        abort(int(what))
    if request.method == "POST":
        return request.form.get("box", "")
    return "fine"


def pages_that_fail() -> EntryPoint:
    """An entry point that nobody knows: pages that fail on demand, the same for machines, and one with a limit."""
    pages, machines = Blueprint("tests", __name__), Blueprint("tests_api", __name__)
    pages.add_url_rule("/tests/<what>", "page", fail, methods=["GET", "POST"])
    machines.add_url_rule("/tests-api/<what>", "machine", fail)
    pages.add_url_rule("/tests/limited", "limited", lambda: "in")
    rules = (
        Limit(3, HOUR, network, methods=("GET",), told=True), Limit(100, DAY, network, methods=("GET",), told=True),
        Limit(1, HOUR, network, methods=("POST",)),
    )  # fmt: skip
    return EntryPoint(
        name="tests", blueprints=(pages,), machines=(machines,), paths=("/tests-api/",), limits={"tests.limited": rules}
    )


@pytest.fixture(scope="module")
def failing(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application of its own with pages that fail on demand."""
    keys = tmp_path_factory.mktemp("keys") / "keys.json"
    vault.new_key_file(keys)
    held = vault._installed, vault._installed_from
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(application.ENTRY_POINTS, "tests", pages_that_fail())
        made = create_app(_settings(database, keys), ["console", "tests"])
    vault._installed, vault._installed_from = held
    made.testing = True
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def site(app: Flask, failing: Flask) -> Flask:
    with failing.app_context(), transaction():
        a_programme(hosts=("localhost",))
    return failing


@pytest.fixture
def visitor(site: Flask) -> FlaskClient:
    return site.test_client()


def problem(client: FlaskClient, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
    answer = client.get(path, **more)
    assert answer.content_type == "application/problem+json"
    return answer.status_code, json.loads(answer.data)


STATUSES = {
    "sold-out": 409, "own": 422, "missing": 404, "not-yours": 403, "too-often": 429, "bug": 500, "key": 500, "check": 500,
    "number": 400, "nul": 400, "slow": 503, "disk": 503, "404": 404, "405": 405, "413": 413, "415": 415, "503": 503, "418": 418,
}  # fmt: skip


@pytest.mark.parametrize("what", STATUSES)
def test_a_machine_gets_a_problem_with_a_stable_code(visitor: FlaskClient, what: str) -> None:
    status, body = problem(visitor, f"/tests-api/{what}", headers={"X-Request-ID": "from-the-proxy-1"})
    assert (status, body["status"]) == (STATUSES[what], STATUSES[what])
    assert body["type"] == f"urn:vitrina:problem:{body['code']}"
    assert re.fullmatch(r"[a-z][a-z0-9_]*", body["code"])
    assert body["title"]
    assert body["detail"]
    assert body["instance"] == "urn:vitrina:request:from-the-proxy-1"
    assert CANARY not in json.dumps(body)


@pytest.mark.parametrize("what", STATUSES)
@pytest.mark.parametrize(("language", "word"), [("ru", "Номер для поддержки"), ("en", "Number for support")])
def test_a_person_gets_a_page_with_what_to_do_and_a_number(
    visitor: FlaskClient, what: str, language: str, word: str
) -> None:
    answer = visitor.get(f"/tests/{what}", headers={"Accept-Language": language, "Accept": "text/html,*/*;q=0.8"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == STATUSES[what]
    assert answer.content_type.startswith("text/html")
    assert word in page
    assert answer.headers["X-Request-ID"] in page
    assert f'lang="{language}"' in page
    assert page.count("<h1") == 1
    assert CANARY not in page
    assert "Traceback" not in page


def test_facts_are_told_to_machines(visitor: FlaskClient) -> None:
    assert problem(visitor, "/tests-api/sold-out")[1]["facts"] == {"offer_id": 17}
    answer = visitor.get("/tests-api/too-often")
    assert answer.headers["Retry-After"] == "42"
    assert visitor.get("/tests-api/slow").headers["Retry-After"] == "5"


def test_an_unknown_address_a_wrong_method_and_a_form_without_token(visitor: FlaskClient) -> None:
    assert visitor.get("/nowhere").status_code == 404
    assert problem(visitor, "/tests-api/no/where")[1]["code"] == "not_found"
    answer = visitor.delete("/tests/x")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    answer = visitor.post("/tests/x", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (400, "form_expired")
    assert visitor.post("/tests/x", data=b"x" * 40_000_000, content_type="text/plain").status_code in (400, 413)


@pytest.mark.parametrize("where", ["/tests/a%00b", "/tests/x?q=%00", "/tests/x?%00=1"])
def test_nobody_types_a_nul(visitor: FlaskClient, where: str) -> None:
    assert visitor.get(where).status_code == 400


def test_whoever_asks_for_json_gets_it_and_a_browser_does_not(visitor: FlaskClient) -> None:
    for accept, machine in (
        ("application/json", True), ("application/problem+json", True), ("text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("*/*", False), ("", False), ("application/json;q=0.5,text/html", False), ("text/css", False),
    ):  # fmt: skip
        answer = visitor.get("/tests/missing", headers={"Accept": accept})
        assert (answer.content_type == "application/problem+json") is machine, accept


def test_a_part_of_a_page_gets_a_part(visitor: FlaskClient) -> None:
    page = visitor.get("/tests/sold-out", headers={"HX-Request": "true", "Accept-Language": "ru"}).get_data(
        as_text=True
    )
    assert "<html" not in page
    assert 'role="alert"' in page
    assert "Эти карты только что закончились" in page


def test_a_fault_is_told_to_the_log_by_place_and_kind_alone(
    site: Flask, visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    site.testing = False
    try:
        with caplog.at_level(logging.DEBUG):
            for what in ("bug", "key", "check", "row", "nul", "number"):
                visitor.get(f"/tests/{what}", headers={"X-Request-ID": f"request-{what}"})
    finally:
        site.testing = True
    assert CANARY not in caplog.text
    assert not any(CANARY in str(record.__dict__) for record in caplog.records)
    assert "request-bug" in caplog.text
    assert "ValueError at test_errors.py" in caplog.text
    assert "cities_slug_check" in caplog.text
    assert "audit_records_action_check" in caplog.text


def test_without_a_programme_there_is_still_a_page(app: Flask, failing: Flask) -> None:
    answer = failing.test_client().get("/nowhere")
    assert answer.status_code in (404, 503)
    assert "Ничего не изменилось" in answer.get_data(as_text=True) or "X-Request-ID" in answer.headers


def test_every_answer_wears_its_headers(visitor: FlaskClient) -> None:
    for path in ("/tests/fine", "/tests/bug", "/nowhere", "/tests-api/missing"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        for part in ("default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
                     "form-action 'self'", "object-src 'none'", "img-src 'self' data:"):  # fmt: skip
            assert part in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers
        assert headers["Cache-Control"] in ("no-store", "private, no-cache")
    assert "max-age" in visitor.get("/tests/fine", base_url="https://localhost").headers["Strict-Transport-Security"]


@pytest.mark.parametrize("given", ["x", "a b c d e f g", "a" * 65, "<script>alert(1)</script>", "я" * 10, ""])
def test_a_strange_request_number_is_replaced(visitor: FlaskClient, given: str) -> None:
    answer = visitor.get("/tests/fine", headers={"X-Request-ID": given.encode("latin-1", "replace").decode("latin-1")})
    assert re.fullmatch(r"[0-9A-Z]{26}", answer.headers["X-Request-ID"])


def test_a_limit_lets_so_many_through_and_says_what_is_left(visitor: FlaskClient) -> None:
    answers = [visitor.get("/tests/limited") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    assert answers[0].headers["RateLimit-Limit"] == "3"
    assert 0 < int(answers[3].headers["Retry-After"]) <= 3600
    assert 0 < int(answers[0].headers["RateLimit-Reset"]) <= 3600


def every_code(kind: type[Refusal] = Refusal) -> set[str]:
    """The codes of all refusals of the product, those of tests left out."""
    found = {one.code for one in kind.__subclasses__() if one.__module__.startswith("marketplace.")}
    return found.union(*(every_code(one) for one in kind.__subclasses__()))


GENERAL = {"not_found", "forbidden", "conflict", "too_many_requests"}


def test_each_code_of_every_domain_has_words_in_both_languages(site: Flask) -> None:
    for module in pkgutil.walk_packages(marketplace.__path__, "marketplace."):
        if module.name != "marketplace.cli.demo_web":  # it is what a server loads: the shop itself, with its settings
            import_module(module.name)
    assert every_code() - GENERAL <= set(problems.CODES), "a refusal without words: see refusal_words.py"
    with site.test_request_context(headers={"Accept-Language": "ru"}):
        for code, said in [*problems.CODES.items(), *problems.STATUSES.values()]:
            assert re.search("[а-яё]", f"{said.title}"), code
            assert re.search("[а-яё]", f"{said.advice}"), code
