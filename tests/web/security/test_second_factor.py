"""The second factor: who must have one, that a code counts once, and what a fresh one opens."""

import html
import re
import secrets
import time
from typing import Any
from urllib.parse import unquote

import flask
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace import identity
from marketplace.core.db import db, transaction
from marketplace.web.shared.security import fresh_factor, guard
from tests.builders.identity import NOW, PASSWORD, a_user, csrf, form_of, sign_in, staff, totp, with_authenticator
from tests.builders.pages import page_of, visit
from tests.builders.programmes import a_programme


@pytest.fixture
def shop(app: Flask) -> Flask:
    with app.app_context(), transaction():
        programme = a_programme()
        a_user("anna@example.org")
        careful = a_user("careful@example.org")
        with_authenticator(careful)
        ilya = a_user("ilya@example.org")
        identity.grant(ilya.id, "support", programme_id=programme.id, now=NOW)
    return app


def codes_in(answer: Any) -> list[str]:
    """The recovery codes that a page shows."""
    shown = re.search(r'<pre[^>]*id="recovery-codes">(.*?)</pre>', answer.get_data(as_text=True), re.S)
    return shown[1].split() if shown else []


def user_id(app: Flask, email: str) -> int:
    with app.app_context():
        user = identity.user_by_email(email)
        assert user is not None
        return user.id


def secret(app: Flask, email: str) -> str:
    with app.app_context():
        user = identity.user_by_email(email)
        assert user is not None
        assert user.tf_totp_secret is not None
        return user.tf_totp_secret


def enter(client: FlaskClient, who: str) -> Any:
    page = form_of(client.get("/sign-in").get_data(as_text=True))
    return client.post("/sign-in", data={**page, "email": who, "password": PASSWORD})


def give(client: FlaskClient, where: str, **boxes: str) -> Any:
    page = form_of(client.get(where).get_data(as_text=True))
    return client.post(where, data={**page, **boxes})


def is_in(client: FlaskClient) -> bool:
    return client.get("/verify").status_code == 200


def set_up(client: FlaskClient) -> tuple[Any, str, str]:
    """Begin to set up an authenticator: the page, its key, and where the code goes."""
    answer = client.post("/second-factor/set-up", data={"csrf_token": csrf(client), "setup": "authenticator"})
    assert (answer.status_code, answer.location) == (302, "/second-factor/code")
    answer = client.get(answer.location)
    page = answer.get_data(as_text=True)
    key = re.search(r'id="totp-key">([^<]+)<', page)
    where = re.search(r'action="(/second-factor/[^"]+)"', page)
    assert key
    assert where
    return answer, key[1], where[1]


def digits(app: Flask, key: str, at: float | None = None) -> str:
    with app.app_context():
        factory = app.extensions["security"].totp_factory._totp
        return str(factory(key=re.sub(r"[\s-]", "", key)).generate(at or time.time()).token)


def test_member_with_an_authenticator_gives_its_code_after_the_password(shop: Flask, client: FlaskClient) -> None:
    answer = enter(client, "careful@example.org")
    assert answer.location.startswith("/second-factor/code")
    assert not is_in(client)
    assert give(client, "/second-factor/code", code="000000").status_code == 200
    assert not is_in(client)
    code = totp(shop, secret(shop, "careful@example.org"))
    assert give(client, "/second-factor/code", code=f"{code[:3]} {code[3:]}").status_code == 302
    assert is_in(client)


def test_a_code_counts_once(shop: Flask, client: FlaskClient) -> None:
    code = totp(shop, secret(shop, "careful@example.org"))
    enter(client, "careful@example.org")
    assert give(client, "/second-factor/code", code=code).status_code == 302
    other = shop.test_client()
    enter(other, "careful@example.org")
    assert give(other, "/second-factor/code", code=code).status_code == 200
    assert not is_in(other)


EVERYWHERE = (
    "/", "/account/profile", "/account/security", "/account/email", "/console/", "/password/change", "/recovery-codes",
    "/passkeys/removal", "/verify/passkey", "/sign-in", "/nowhere",
)  # fmt: skip


def locked_out_of(client: FlaskClient) -> list[str]:
    return [where for where in EVERYWHERE if client.get(where).location == "/second-factor/set-up"]


def test_staff_without_a_second_factor_gets_nowhere_before_it_is_set_up(shop: Flask, client: FlaskClient) -> None:
    enter(client, "ilya@example.org")
    assert locked_out_of(client) == list(EVERYWHERE)
    assert client.post("/password/change", data={"csrf_token": csrf(client)}).location == "/second-factor/set-up"
    offered = visit(client, "/second-factor/set-up")
    assert 'value="authenticator"' in offered.html
    assert 'href="/passkeys"' in offered.html
    assert 'name="usage"' in visit(client, "/passkeys").html
    answer, key, where = set_up(client)
    assert "<svg" in answer.get_data(as_text=True)
    assert client.post(where, data={"csrf_token": csrf(client), "code": "000000"}).status_code == 200
    assert locked_out_of(client) == list(EVERYWHERE)
    assert client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)}).status_code == 200
    assert client.get("/account/security").status_code == 200
    assert secret(shop, "ilya@example.org")


def test_control_without_the_guard_staff_would_walk_in(
    shop: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "must_set_up", lambda: False)
    enter(client, "ilya@example.org")
    assert len(locked_out_of(client)) < 2


def test_a_locked_session_that_is_not_fresh_asks_for_the_password_first(shop: Flask, client: FlaskClient) -> None:
    enter(client, "ilya@example.org")
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 1000
    answer = client.post("/second-factor/set-up", data={"csrf_token": csrf(client), "setup": "authenticator"})
    assert answer.location == "/verify?next=/second-factor/set-up"
    assert give(client, answer.location, password=PASSWORD).location == "/second-factor/set-up"
    assert set_up(client)[1]


def with_passkey(shop: Flask, email: str, usage: str) -> None:
    with shop.app_context(), transaction():
        user = identity.user_by_email(email)
        assert user is not None
        user.webauthn.append(
            identity.Passkey(
                credential_id=secrets.token_bytes(16), public_key=b"key", name="Key", usage=usage, backup_state=False,
                device_type="single_device", lastuse_datetime=NOW, sign_count=0,
            )
        )  # fmt: skip


def test_staff_whose_passkey_signs_in_alone_gets_nowhere_with_the_password(shop: Flask, client: FlaskClient) -> None:
    """Anyone who has stolen the password must not be let in by it, nor to where a factor of their own is set up."""
    with_passkey(shop, "ilya@example.org", "first")
    answer = enter(client, "ilya@example.org")
    for _ in range(2):
        assert client.get("/account/security").location.startswith("/sign-in")
        assert client.get("/second-factor/set-up").location == "/sign-in"
        begun = client.post("/second-factor/set-up", data={"csrf_token": csrf(client), "setup": "authenticator"})
        assert begun.location == "/sign-in"
        assert client.get("/second-factor/code").location.startswith("/sign-in")
    enter(client, "ilya@example.org")
    assert "одного пароля мало" in page_of(client.get(answer.location, follow_redirects=True)).words


def test_staff_whose_passkey_follows_the_password_is_asked_for_it(shop: Flask, client: FlaskClient) -> None:
    with_passkey(shop, "ilya@example.org", "secondary")
    assert enter(client, "ilya@example.org").location.startswith("/sign-in/passkey")
    assert not is_in(client)


def test_staff_cannot_switch_the_second_factor_off(shop: Flask, client: FlaskClient) -> None:
    with shop.app_context(), transaction():
        elena = staff(a_programme(), "manager", email="elena@example.org")
        elena_id = elena.id
    sign_in(client, elena_id, fresh=True)
    answer = client.post("/second-factor/set-up", data={"csrf_token": csrf(client), "setup": "disable"})
    assert answer.status_code == 200
    assert secret(shop, "elena@example.org")


def test_setting_up_and_switching_off_end_all_other_sessions(shop: Flask, client: FlaskClient) -> None:
    other = shop.test_client()
    for browser in (client, other):
        sign_in(browser, user_id(shop, "anna@example.org"), fresh=True)
    _, key, where = set_up(client)
    assert client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)}).status_code == 200
    assert is_in(client)
    assert not is_in(other)
    sign_in(other, user_id(shop, "anna@example.org"))
    answer = client.post("/second-factor/set-up", data={"csrf_token": csrf(client), "setup": "disable"})
    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(other)


def begin(shop: Flask, client: FlaskClient, who: str) -> tuple[Any, str, str]:
    """A member sets one up on her own; anyone who works here must, before they are signed in."""
    if who == "anna@example.org":
        sign_in(client, user_id(shop, who), fresh=True)
    else:
        enter(client, who)
    return set_up(client)


@pytest.mark.parametrize("who", ["anna@example.org", "ilya@example.org"])
def test_a_mistyped_digit_is_marked_beside_its_box_and_keeps_the_same_key(
    shop: Flask, client: FlaskClient, who: str
) -> None:
    _, key, where = begin(shop, client, who)
    again = page_of(client.post(where, data={"csrf_token": csrf(client), "code": "000000"}))
    assert again.status == 200
    assert key in again.html
    [box] = re.findall(r'<input[^>]*name="code"[^>]*>', again.html)
    assert 'aria-invalid="true"' in box
    [error] = re.findall(r'aria-describedby="([^"]+)"', box)
    assert f'id="{error}"' in again.html
    assert again.title.strip().startswith("Ошибка")
    answer = client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)})
    assert len(codes_in(answer)) == 8


@pytest.mark.parametrize("who", ["anna@example.org", "ilya@example.org"])
def test_setting_up_leaves_nothing_in_the_address_and_can_be_loaded_again(
    shop: Flask, client: FlaskClient, who: str
) -> None:
    page, key, where = begin(shop, client, who)
    assert where == "/second-factor/code"
    assert re.findall(r"/second-factor/[\w-]+/", page.get_data(as_text=True)) == []
    assert key in client.get(where).get_data(as_text=True)
    assert client.post("/second-factor/set-up/any-token", data={"csrf_token": csrf(client)}).status_code == 404


def test_coming_back_to_the_page_of_the_code_when_all_is_done_signs_nobody_out(
    shop: Flask, client: FlaskClient
) -> None:
    _, key, where = begin(shop, client, "anna@example.org")
    client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)})
    assert client.get(where).location == "/second-factor/set-up"
    assert is_in(client)


def test_the_secret_is_kept_encrypted_and_recovery_codes_as_digests(shop: Flask, client: FlaskClient) -> None:
    sign_in(client, user_id(shop, "anna@example.org"), fresh=True)
    _, key, where = set_up(client)
    client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)})
    page = client.post("/recovery-codes", data={"csrf_token": csrf(client), "generate_new_codes": "y"}).get_data(
        as_text=True
    )
    codes = re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", page)
    assert len(set(codes)) == 8
    with shop.app_context():
        row = str(db.session.execute(text("SELECT * FROM users WHERE email = 'anna@example.org'")).one())
    assert re.sub(r"[\s-]", "", key) not in row
    assert not any(code in row or code.replace("-", "") in row for code in codes)
    assert not any(code in client.get("/recovery-codes").get_data(as_text=True) for code in codes)


def test_a_recovery_code_lets_in_once(shop: Flask, client: FlaskClient) -> None:
    with shop.app_context(), transaction():
        user = identity.user_by_email("careful@example.org")
        first, second, *_ = shop.extensions["security"].mf_recovery_codes_util.create_recovery_codes(user)
    enter(client, "careful@example.org")
    assert give(client, "/second-factor/recovery-code", code="AAAAA-AAAAA").status_code == 200
    assert give(client, "/second-factor/recovery-code", code=first.lower()).status_code == 302
    assert is_in(client)
    other = shop.test_client()
    enter(other, "careful@example.org")
    assert give(other, "/second-factor/recovery-code", code=first).status_code == 200
    assert give(other, "/second-factor/recovery-code", code=second).status_code == 302


def is_fresh(client: FlaskClient) -> bool:
    with client.session_transaction() as session:
        kept = dict(session)
    with client.application.test_request_context():
        flask.session.update(kept)
        return fresh_factor()


def test_password_again_is_fresh_for_who_has_nothing_else(shop: Flask, client: FlaskClient) -> None:
    enter(client, "anna@example.org")
    assert not is_fresh(client)
    assert give(client, "/verify", password="wrong password").status_code == 200
    assert not is_fresh(client)
    answer = give(client, "/verify?next=/account/profile", password=PASSWORD)
    assert answer.location == "/account/profile"
    assert is_fresh(client)


def test_who_has_an_authenticator_must_show_its_code_again(shop: Flask, client: FlaskClient) -> None:
    sign_in(client, user_id(shop, "careful@example.org"))
    assert not is_fresh(client)
    assert client.post("/verify", data={"csrf_token": csrf(client), "password": PASSWORD}).status_code == 200
    assert not is_fresh(client)
    assert give(client, "/verify", code=totp(shop, secret(shop, "careful@example.org"))).status_code == 302
    assert is_fresh(client)


def test_what_was_fresh_grows_old(shop: Flask, client: FlaskClient) -> None:
    sign_in(client, user_id(shop, "careful@example.org"), fresh=True)
    assert is_fresh(client)
    with client.session_transaction() as session:
        session["factor_at"] = int(time.time()) - 301
    assert not is_fresh(client)
    with client.session_transaction() as session:
        session["factor_at"] = int(time.time()) + 3600
    assert not is_fresh(client)


CHANGING = (
    "/second-factor/set-up", "/second-factor/code", "/recovery-codes", "/passkeys",
    "/passkeys/made-up", "/passkeys/removal",
)  # fmt: skip


@pytest.mark.parametrize("who", ["anna@example.org", "careful@example.org"])
def test_a_cookie_alone_changes_no_factor(shop: Flask, client: FlaskClient, who: str) -> None:
    sign_in(client, user_id(shop, who))
    for where in CHANGING:
        boxes = {"csrf_token": csrf(client), "setup": "authenticator", "name": "My phone", "usage": "first"}
        answer = client.post(where, data=boxes)
        assert answer.status_code == 302, where
        assert answer.location.startswith("/verify?next=/"), where
    assert client.get("/second-factor/set-up").status_code == 200
    assert not is_fresh(client)


def test_the_code_of_a_new_authenticator_does_not_stand_for_the_old_one(shop: Flask, client: FlaskClient) -> None:
    sign_in(client, user_id(shop, "careful@example.org"), fresh=True)
    _, key, where = set_up(client)
    shown = int(time.time()) - 200
    with client.session_transaction() as session:
        session["factor_at"] = shown
    answer = client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)})
    assert len(codes_in(answer)) == 8
    with client.session_transaction() as session:
        assert session["factor_at"] == shown


def test_after_the_password_somebody_without_a_factor_sets_one_up(shop: Flask, client: FlaskClient) -> None:
    enter(client, "anna@example.org")
    asked = client.post("/second-factor/set-up", data={"csrf_token": csrf(client), "setup": "authenticator"})
    assert give(client, asked.location, password=PASSWORD).location == "/second-factor/set-up"
    _, key, where = set_up(client)
    assert client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)}).status_code == 200
    assert secret(shop, "anna@example.org")


def test_a_passkey_taken_away_ends_all_other_sessions(shop: Flask, client: FlaskClient) -> None:
    with_passkey(shop, "anna@example.org", "first")
    other = shop.test_client()
    for browser in (client, other):
        sign_in(browser, user_id(shop, "anna@example.org"), fresh=True)
    assert client.post("/passkeys/removal", data={"csrf_token": csrf(client), "name": "Key"}).status_code == 302
    assert is_in(client)
    assert not is_in(other)


def recovery_codes(shop: Flask, client: FlaskClient, who: str = "anna@example.org") -> list[str]:
    """Set up an authenticator; returns what the last page of it shows."""
    sign_in(client, user_id(shop, who), fresh=True)
    _, key, where = set_up(client)
    ended = client.post(where, data={"csrf_token": csrf(client), "code": digits(shop, key)})
    assert "no-store" in ended.headers["Cache-Control"]
    return codes_in(ended)


def left(client: FlaskClient) -> str:
    found = re.search(r"осталось: (\d)", visit(client, "/account/security").words)
    return found[1] if found else ""


def test_setting_up_an_authenticator_ends_with_recovery_codes_once_and_they_can_be_downloaded(
    shop: Flask, client: FlaskClient
) -> None:
    codes = recovery_codes(shop, client)
    assert len(set(codes)) == 8
    assert left(client) == "8"
    page = client.post("/recovery-codes", data={"csrf_token": csrf(client), "generate_new_codes": "y"})
    file = re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', page.get_data(as_text=True))
    assert file
    again = unquote(file[1]).split()
    assert again == codes_in(page)
    assert not set(again) & set(codes)
    other = shop.test_client()
    enter(other, "anna@example.org")
    assert give(other, "/second-factor/recovery-code", code=codes[0]).status_code == 200, "the former ones are void"
    assert give(other, "/second-factor/recovery-code", code=again[0]).status_code == 302
    assert left(other) == "7"


def test_a_recovery_code_serves_to_show_again_that_it_is_you_once(shop: Flask, client: FlaskClient) -> None:
    codes = recovery_codes(shop, client)
    other = shop.test_client()
    sign_in(other, user_id(shop, "anna@example.org"))
    assert 'href="/verify?by=recovery' in other.get("/verify?next=/points").get_data(as_text=True)
    where = "/verify?by=recovery&next=/points"
    assert give(other, where, recovery_code="AAAAA-AAAAA").status_code == 200
    assert not is_fresh(other)
    assert give(other, where, recovery_code=codes[3].lower()).location == "/points"
    assert is_fresh(other)
    third = shop.test_client()
    sign_in(third, user_id(shop, "anna@example.org"))
    assert give(third, where, recovery_code=codes[3]).status_code == 200
    assert not is_fresh(third)


def test_what_was_asked_for_before_a_factor_goes_on_with_what_was_typed(shop: Flask, client: FlaskClient) -> None:
    sign_in(client, user_id(shop, "anna@example.org"))
    said = {"csrf_token": csrf(client), "name": "My phone", "usage": "secondary"}
    asked = client.post("/passkeys", data=said)
    assert "data-go-on" not in client.get("/passkeys").get_data(as_text=True), "not before it was shown"
    back = give(client, asked.location, password=PASSWORD).location
    assert back == "/passkeys"
    page = client.get(back).get_data(as_text=True)
    assert "data-go-on" in page
    assert 'value="My phone"' in page
    asks_device = html.unescape(client.post("/passkeys", data=said | {"csrf_token": csrf(client)}).text)
    assert re.search(r'"rp":\s*{[^}]*"Altitude"', asks_device), "the device names the programme"
    assert "data-go-on" not in client.get(back).get_data(as_text=True), "once"


def test_an_address_typed_before_the_factor_is_kept(shop: Flask, client: FlaskClient) -> None:
    sign_in(client, user_id(shop, "anna@example.org"))
    asked = client.post("/account/email", data={"csrf_token": csrf(client), "email": "anna@elsewhere.example"})
    back = give(client, asked.location, password=PASSWORD).location
    page = client.get(back).get_data(as_text=True)
    assert ('value="anna@elsewhere.example"' in page, "data-go-on" in page) == (True, True)
