"""Entry points describe themselves: what is shared names none of them, and each can be served without the others."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from marketplace import app as application
from marketplace import settings
from marketplace.app import create_app
from marketplace.core.db import db, transaction
from marketplace.web.shared.entry_points import EntryPoint, access
from tests.builders.identity import sign_in, staff
from tests.builders.programmes import a_programme

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = [*ROOT.glob("marketplace/web/shared/**/*.py")]
TEMPLATES = [*ROOT.glob("templates/shared/**/*.html"), *ROOT.glob("templates/security/**/*.html")]
GUESTS = sorted(
    {path.stem for path in ROOT.glob("marketplace/web/*") if path.stem not in ("__init__", "__pycache__", "shared")}
    | {"partner_portal"}
)
# A guest by its name, as the first part of a module, an endpoint, an address or a template.
NAMED = re.compile(rf"\b({'|'.join(GUESTS)})\b(?=[./]|$)|/({'|'.join(GUESTS)})\b")


def guests_in_code(source: str) -> Iterator[str]:
    """Guests that code names: imported, or in a text that is no docstring."""
    tree = ast.parse(source)
    said = {
        node.body[0].value for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            yield from (f"{node.lineno}: {hit.group()}" for hit in NAMED.finditer(node.value))
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
            yield from (f"{node.lineno}: {name}" for name in names if set(name.split(".")) & set(GUESTS))


def test_what_is_shared_names_no_guest() -> None:
    assert SHARED
    assert TEMPLATES
    found = [f"{file}: {named}" for file in SHARED for named in guests_in_code(file.read_text(encoding="utf-8"))]
    found += [
        f"{file}: {hit.group()}" for file in TEMPLATES for hit in NAMED.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


WRONG = [
    'url_for("storefront.account.joining")', 'render_template("console/layout.html")', 'path.startswith("/api/")',
    "from marketplace.web import console", "from marketplace.web.storefront import city", "import partner_portal",
    'request.blueprint in ("health", "metrics")',
]  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_control_a_guest_that_is_named_is_found(line: str) -> None:
    assert list(guests_in_code(f'"""Of the console."""\n{line}\n'))


def test_the_settings_offer_what_there_is() -> None:
    assert set(settings.ENTRY_POINTS) == set(application.ENTRY_POINTS)


Alone = Callable[..., Flask]


@pytest.fixture
def alone(app: Flask) -> Iterator[Alone]:
    """Makes the same shop, serving some entry points alone."""
    made: list[Flask] = []

    def make(*names: str, **over: Any) -> Flask:
        made.append(create_app(app.config["SETTINGS"].model_copy(update={"entry_points": names, **over})))
        return made[-1]

    yield make
    for one in made:
        with one.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(("name", "front"), [("console", "/console/"), ("partner", "/partner/")])
def test_an_entry_point_on_a_host_of_its_own_has_its_own_front_page_and_session(
    app: Flask, alone: Alone, name: str, front: str
) -> None:
    with app.app_context(), transaction():
        user = staff(a_programme(hosts=("localhost",)), "admin").id
    own = alone(name, own_host=True, public_url="https://desk.example.org")
    assert own.config["SESSION_COOKIE_NAME"] == f"__Host-{name}"
    client = own.test_client()
    answer = client.get("/", base_url="https://localhost")
    assert (answer.status_code, answer.location) == (302, front)
    sign_in(client, user)
    assert client.get("/password/change", base_url="https://localhost").status_code == 200, "without the shop's layout"
    assert client.get("/cards", base_url="https://localhost").status_code == 404


def test_on_one_host_all_share_a_session(app: Flask, alone: Alone) -> None:
    assert alone("console", "partner").config["SESSION_COOKIE_NAME"] == "session"
    assert app.config["SESSION_COOKIE_NAME"] == "session"


def test_a_program_is_asked_for_no_session_and_given_none(app: Flask) -> None:
    with app.app_context(), transaction():
        a_programme(hosts=("localhost",))
    client = app.test_client()
    client.set_cookie("session", "spoilt")
    client.set_cookie("language", "ru")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SecureCookieSessionInterface, "open_session", lambda *_: pytest.fail("a session was opened"))
        assert client.get("/healthz").status_code == 200
        assert client.get("/api/v1/offers").status_code == 401
    for path in ("/api/v1/offers", "/api/v1/nowhere", "/healthz"):
        answer = client.get(path, headers={"Accept-Language": "en"})
        assert "Set-Cookie" not in answer.headers, path
        assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", path
        assert answer.headers["X-Request-ID"], path
    assert (
        client.get("/api/v1/nowhere", headers={"Accept-Language": "en"}).get_json()["title"] == "There is no such page"
    )
    assert "Set-Cookie" in client.get("/sign-in").headers, "a page keeps a token for its form"


def test_a_page_of_varying_address_may_not_stand_among_machines(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application.lanes.TwoLanes, "machine_paths", (), raising=False)
    with pytest.raises(AssertionError, match="wrong lane"):
        application.lanes.divide(app, ("/cards",), ["nobody"])


@pytest.mark.parametrize("entry", application.ENTRY_POINTS.values(), ids=lambda entry: entry.name)
def test_each_place_of_a_rail_is_served_and_has_a_key_of_its_own(app: Flask, entry: EntryPoint) -> None:
    keys = [place.key for place in entry.places if place.key]
    assert len(keys) == len(set(keys))
    for place in entry.places:
        assert access(app, place.endpoint) == place.permission, place.endpoint
