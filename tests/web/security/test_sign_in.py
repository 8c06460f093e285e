"""P25: sign-in tells nobody who is known here, and what it gives is worth having only once."""

import re
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import flask
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace import identity
from marketplace.core.actors import SYSTEM
from marketplace.core.db import db, transaction
from marketplace.web.shared.security.forms import SignInForm
from tests.builders.identity import PASSWORD, csrf, form_of, sign_in, staff
from tests.builders.members import a_member
from tests.builders.pages import visit
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P25")


@pytest.fixture
def shop(app: Flask) -> Flask:
    with app.app_context(), transaction():
        programme = a_programme()
        a_member(programme, email="anna@example.org", number="7000123456")
    return app


def enter(client: FlaskClient, who: str, password: str = PASSWORD, **more: str) -> Any:
    page = client.get("/sign-in").get_data(as_text=True)
    return client.post("/sign-in", data={**form_of(page), "email": who, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/verify").status_code == 200


def cookie(client: FlaskClient, name: str = "session") -> str:
    held = client.get_cookie(name)
    assert held is not None
    return held.value


def told(answer: Any) -> str:
    """The answer without what is new in every answer."""
    page = answer.get_data(as_text=True)
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


@pytest.mark.parametrize("who", ["anna@example.org", " Anna@Example.ORG ", "7000123456", "7000 123 456"])
def test_member_signs_in_by_mail_or_number(shop: Flask, client: FlaskClient, who: str) -> None:
    answer = enter(client, who)
    assert (answer.status_code, answer.location) == (302, "/")
    assert is_in(client)


def test_sign_out_is_a_post_and_ends_the_session_for_every_copy_of_the_cookie(shop: Flask, client: FlaskClient) -> None:
    enter(client, "anna@example.org")
    stolen = shop.test_client()
    stolen.set_cookie("session", cookie(client))
    assert is_in(stolen)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out", data={"csrf_token": csrf(client)}).status_code == 302
    assert not is_in(client)
    assert not is_in(stolen)


PEOPLE = ("anna@example.org", "nobody@example.org", "7000123456", "7999999999")


def refusals(client: FlaskClient) -> set[str]:
    """What people with a wrong password are told, without what they typed themselves."""
    browsers = [client.application.test_client() for _ in PEOPLE]
    answers = [enter(browser, who, "not the password") for browser, who in zip(browsers, PEOPLE, strict=True)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any(is_in(browser) for browser in browsers)
    return {re.sub(r'value="[^"]*"', "", told(answer)) + sent_along(answer) for answer in answers}


def sent_along(answer: Any) -> str:
    """The headers, and which cookies are set and how: but for what is new in every answer."""
    kept = [(name, value) for name, value in answer.headers if name not in ("X-Request-ID", "Content-Length")]
    return str([(name, re.sub(r"^(\w+)=[^;]*", r"\1", value)) for name, value in kept])


def test_known_and_unknown_are_answered_alike(shop: Flask, client: FlaskClient) -> None:
    assert len(refusals(client)) == 1


@pytest.mark.proof("P25", control=True)
def test_control_a_form_that_tells_is_found_out(
    shop: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    discreet = SignInForm.validate

    def telling(form: SignInForm, **extra: Any) -> bool:
        passed = discreet(form, **extra)
        if form.user is None:
            form.form_errors.append("nobody of this name")
        return passed

    monkeypatch.setattr(SignInForm, "validate", telling)
    assert len(refusals(client)) == 2


@pytest.mark.proof("P25", control=True)
def test_control_a_header_or_cookie_that_tells_is_found_out(shop: Flask, client: FlaskClient) -> None:
    def telling(answer: Response) -> Response:
        if flask.request.form.get("email") == "nobody@example.org":
            answer.set_cookie("hint", "unknown")
        return answer

    shop.after_request_funcs.setdefault(None, []).append(telling)
    try:
        assert len(refusals(client)) == 2
    finally:
        shop.after_request_funcs[None].remove(telling)


def seconds(client: FlaskClient, page: dict[str, str], who: str) -> float:
    began = time.perf_counter()
    client.post("/sign-in", data={**page, "email": who, "password": "not the password"})
    return time.perf_counter() - began


def ratio(
    client: FlaskClient, known: str = "anna@example.org", unknown: str = "nobody@example.org", turns: int = 12
) -> float:
    """How much longer a known name takes than an unknown one: the quickest of some tries, turn by turn.

    Whatever else the machine does can only make a try slower, and some try of each goes undisturbed.
    """
    page = form_of(client.get("/sign-in").get_data(as_text=True))
    pairs: list[tuple[float, float]] = []
    for _ in range(turns):
        with client.application.app_context(), transaction():
            db.session.execute(text("DELETE FROM throttle"))
        pairs.append((seconds(client, page, known), seconds(client, page, unknown)))
    here, nowhere = (min(column) for column in zip(*pairs, strict=True))
    return here / nowhere


@pytest.mark.usefixtures("full_hashes")
@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("anna@example.org", "nobody@example.org"), ("7000123456", "7999999999"),
        ("anna@example.org", "7999999999"),
    ],
)  # fmt: skip
def test_known_and_unknown_take_the_same_time(
    shop: Flask, client: FlaskClient, known: str, unknown: str, proof: Proof
) -> None:
    times = ratio(client, known, unknown, turns=proof.size(12, 60))
    proof.figure(f"{known} takes {times:.2f} × {unknown}")
    assert 0.6 < times < 1.6


@pytest.mark.usefixtures("full_hashes")
@pytest.mark.proof("P25", control=True)
def test_control_without_the_idle_hash_the_time_tells(
    shop: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flask_security.forms.hash_password", lambda _password: "")
    assert ratio(client) > 1.6


def test_a_letter_is_asked_for_only_so_often(shop: Flask, client: FlaskClient) -> None:
    data = {"csrf_token": csrf(client), "email": "new@example.org"}
    codes = [client.post("/sign-up", data=data).status_code for _ in range(7)]
    assert codes == [302] * 5 + [429] * 2


def test_the_cookie_before_sign_in_is_not_the_one_after(shop: Flask, client: FlaskClient) -> None:
    client.get("/sign-in")
    before = cookie(client)
    enter(client, "anna@example.org")
    planted = shop.test_client()
    planted.set_cookie("session", before)
    assert cookie(client) != before
    assert is_in(client)
    assert not is_in(planted)


def test_every_sign_in_has_a_key_of_its_own(shop: Flask, client: FlaskClient) -> None:
    other = shop.test_client()
    enter(client, "anna@example.org")
    enter(other, "anna@example.org")
    with client.session_transaction() as first, other.session_transaction() as second:
        assert first["key"] != second["key"]
    with shop.app_context():
        kept = db.session.execute(text("SELECT key_digest FROM user_sessions")).scalars().all()
    assert len(kept) == 2
    assert first["key"].encode() not in kept


def test_cookie_without_its_row_is_worth_nothing(shop: Flask, client: FlaskClient) -> None:
    enter(client, "anna@example.org")
    with shop.app_context(), transaction():
        db.session.execute(text("DELETE FROM user_sessions"))
    assert not is_in(client)


def test_session_ends_when_its_time_is_over(shop: Flask, client: FlaskClient) -> None:
    enter(client, "anna@example.org")
    with shop.app_context(), transaction():
        db.session.execute(text("UPDATE user_sessions SET began_at = now() - interval '31 days', ends_at = now()"))
    assert not is_in(client)


def test_a_forms_token_does_not_outlive_sign_in_nor_sign_out(shop: Flask, client: FlaskClient) -> None:
    """A page that somebody else has opened before sign-in, or after it, sends nothing for the one who comes next."""
    guests = csrf(client)
    enter(client, "anna@example.org")
    mine = visit(client, "/account/security").form("/sign-out").held["csrf_token"]
    assert client.post("/sign-out", data={"csrf_token": guests}).status_code == 400
    assert is_in(client)
    assert client.post("/sign-out", data={"csrf_token": mine}).status_code == 302
    for former in (guests, mine):
        form = {"csrf_token": former, "email": "anna@example.org", "password": PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 400
    assert enter(client, "anna@example.org").status_code == 302


def test_form_without_its_token_is_refused(shop: Flask, client: FlaskClient) -> None:
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"email": "anna@example.org", "password": PASSWORD})
    assert answer.status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "\\\\evil.example", "/%09/evil.example"])
def test_nobody_is_led_to_another_site(shop: Flask, client: FlaskClient, where: str) -> None:
    answer = enter(client, "anna@example.org", next=where)
    assert urlsplit(urljoin("http://localhost/sign-in", answer.location or "/")).netloc == "localhost"


def test_guessing_is_slowed_down_for_known_and_unknown_alike(shop: Flask, client: FlaskClient) -> None:
    page = form_of(client.get("/sign-in").get_data(as_text=True))
    for who in ("anna@example.org", "nobody@example.org"):
        codes = [
            client.post("/sign-in", data={**page, "email": who, "password": "guess"}).status_code for _ in range(12)
        ]
        assert codes == [200] * 10 + [429] * 2
    assert enter(shop.test_client(), "anna@example.org").status_code == 429
    assert "Retry-After" in enter(shop.test_client(), "anna@example.org").headers


def test_password_change_ends_all_other_sessions(shop: Flask, client: FlaskClient) -> None:
    other = shop.test_client()
    enter(client, "anna@example.org")
    enter(other, "anna@example.org")
    page = form_of(client.get("/password/change").get_data(as_text=True))
    answer = client.post("/password/change", data={**page, "password": PASSWORD, "new_password": "quiet-harbour-17"})
    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(other)
    assert enter(shop.test_client(), "anna@example.org").status_code == 200
    assert enter(shop.test_client(), "anna@example.org", "quiet-harbour-17").status_code == 302


def test_a_role_given_or_taken_ends_all_sessions(shop: Flask, client: FlaskClient) -> None:
    with shop.app_context(), transaction():
        user = staff(a_programme())
        user_id, programme_id = user.id, user.grants[0].programme_id
    sign_in(client, user_id)
    assert is_in(client)
    with shop.app_context(), transaction():
        held = identity.grant_of(user_id, "support", programme_id=programme_id)
        assert held is not None
        identity.revoke(held, by=SYSTEM, now=datetime.now(UTC))
    assert not is_in(client)
