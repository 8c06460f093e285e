"""P25: what the session cookie holds to, behind https and on a demo's plain http."""

from http.cookies import SimpleCookie

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.app import create_app
from marketplace.core.db import transaction
from tests.builders.identity import PASSWORD, a_user, form_of
from tests.builders.programmes import a_programme

pytestmark = pytest.mark.proof("P25")


def session_cookie(answer: TestResponse) -> tuple[str, SimpleCookie]:
    [header] = [line for line in answer.headers.getlist("Set-Cookie") if "session" in line.partition("=")[0]]
    return header.partition("=")[0], SimpleCookie(header)


@pytest.fixture
def behind_https(app: Flask) -> Flask:
    return create_app(app.config["SETTINGS"].model_copy(update={"public_url": "https://shop.example"}), ["storefront"])


def test_behind_https_the_cookie_is_bound_to_the_host(behind_https: Flask) -> None:
    with behind_https.app_context(), transaction():
        a_programme()
        a_user("anna@example.org")
    client = behind_https.test_client()
    base = {"base_url": "https://shop.example"}
    page = form_of(client.get("/sign-in", **base).get_data(as_text=True))
    form = {**page, "email": "anna@example.org", "password": PASSWORD}
    answer = client.post("/sign-in", data=form, headers={"Referer": "https://shop.example/sign-in"}, **base)
    assert answer.status_code == 302
    name, jar = session_cookie(answer)
    held = jar[name]
    assert name == "__Host-session"
    assert (held["secure"], held["httponly"], held["samesite"], held["path"], held["domain"]) == (
        True, True, "Lax", "/", "",
    )  # fmt: skip
    assert client.get("/verify", **base).status_code == 200


def test_on_plain_http_browsers_would_refuse_the_prefix_so_it_is_left_out(app: Flask) -> None:
    with app.app_context(), transaction():
        a_programme()
    name, jar = session_cookie(app.test_client().get("/sign-in"))
    held = jar[name]
    assert name == "session"
    assert (held["secure"], held["httponly"], held["samesite"], held["path"]) == ("", True, "Lax", "/")


@pytest.mark.parametrize("where", ["/sign-in", "/sign-up", "/password/reset", "/verify", "/second-factor/code"])
def test_pages_of_sign_in_are_kept_by_no_cache(app: Flask, where: str) -> None:
    """In directives that caches know: `private=True` is none."""
    with app.app_context(), transaction():
        a_programme()
    said = app.test_client().get(where).headers["Cache-Control"].replace(" ", "").split(",")
    assert "no-store" in said
    assert set(said) <= {"no-store", "private"}
