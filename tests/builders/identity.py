"""Users in tests: made by the domain's own verbs, signed in by the pages or by a cookie of their own."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import flask
import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from marketplace import identity
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction

PASSWORD = "violet-umbrella-42"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_count = itertools.count(1)


def a_user(email: str = "", *, password: str = PASSWORD) -> identity.User:
    """A user; inside a transaction and an application context."""
    return identity.create_user(email or f"user{next(_count)}@example.org", password, now=NOW)


def staff(programme: Any, role: str = "support", *, email: str = "", partner_id: int | None = None) -> identity.User:
    """A user with a role, and the authenticator they need for it; inside a transaction.

    Role "installation" is held in no programme, whichever is given.
    """
    user = a_user(email)
    with_authenticator(user)
    give(user, role, programme, partner_id=partner_id)
    return user


def give(user: identity.User, role: str, programme: Any, *, partner_id: int | None = None) -> None:
    """One role more for a user; inside a transaction."""
    where = None if role in identity.INSTALLATION_ROLES else programme.id
    identity.grant(user.id, role, programme_id=where, partner_id=partner_id, now=NOW)


def with_authenticator(user: identity.User) -> str:
    """Give a user an authenticator; returns its secret as stored. Inside a transaction."""
    secret = current_app.extensions["security"].totp_factory.generate_totp_secret()
    user.tf_totp_secret, user.tf_primary_method = identity.bound_totp(secret, user.id), "authenticator"
    identity.seal_sign_in(user.id, now=NOW)
    return user.tf_totp_secret


def without_authenticator(user_id: int) -> None:
    """Take a user's authenticator away, whatever they work as. Inside a transaction."""
    execute("UPDATE users SET tf_primary_method = NULL, tf_totp_secret = NULL WHERE id = %(user)s", {"user": user_id})
    identity.seal_sign_in(user_id, now=NOW)


def totp(app: Flask, secret: str) -> str:
    """The six digits that the authenticator shows now: a user's own, by its secret as stored, or one that is being set up."""
    with app.app_context():
        owner = execute("SELECT id FROM users WHERE tf_totp_secret = %(secret)s", {"secret": secret}).scalar()
        return str(app.extensions["security"].totp_factory.opened(secret, owner).generate().token)


def sign_in(client: FlaskClient, user_id: int, *, fresh: bool = False, now: datetime | None = None) -> None:
    """Give a browser the cookie that it would have after sign-in; with a fresh second factor where asked for.

    Not for tests of sign-in itself. Call it outside a transaction. `now`: where the application's clock is ahead.
    """
    app, at = client.application, now or datetime.now(UTC)
    with app.app_context():
        with transaction():
            user = identity.user(user_id)
            assert user is not None
            key = identity.begin_session(user, now=at, agent="test")
            uniquifier = user.fs_uniquifier
        db.session.remove()
    with client.session_transaction() as session:
        session.update(_user_id=uniquifier, _fresh=True, key=key, fs_paa=at.timestamp())
        if fresh:
            session["factor_at"] = int(at.timestamp())


def limited(monkeypatch: pytest.MonkeyPatch, app: Flask, endpoint: str, *numbers: int) -> None:
    """Let an endpoint be asked less often than it may, rule by rule; 0 leaves a rule as it is."""
    rules = app.extensions["limits"]
    fewer = [replace(rule, number=number or rule.number) for rule, number in zip(rules[endpoint], numbers, strict=True)]
    monkeypatch.setitem(rules, endpoint, tuple(fewer))


def csrf(client: FlaskClient) -> str:
    """A token for this browser's forms: `data={"csrf_token": csrf(client), …}`."""
    with client.session_transaction() as session:
        raw = session.setdefault("csrf_token", "0" * 40)
    with client.application.test_request_context():
        flask.session["csrf_token"] = raw
        return str(generate_csrf())


def form_of(page: str) -> dict[str, str]:
    """The hidden boxes of the page's first form that has a password, code or text box; for posting it back."""
    forms = re.findall(r"<form\b.*?</form>", page, re.S)
    chosen = next(f for f in forms if re.search(r'class="input"', f))
    boxes = re.findall(r"<input\b[^>]*>", chosen)
    found = {}
    for box in boxes:
        name, value = re.search(r'name="([^"]+)"', box), re.search(r'value="([^"]*)"', box)
        if name and 'type="hidden"' in box:
            found[name[1]] = value[1] if value else ""
    return found


@contextmanager
def suspended(app: Flask, user_id: int, programme_id: int) -> Iterator[None]:
    """For a while somebody is suspended from issuing in a programme."""
    with app.app_context(), transaction():
        identity.suspend_issuing(user_id, programme_id=programme_id, why="looked odd", now=clock.now())
    yield
    with app.app_context(), transaction():
        identity.resume_issuing(user_id, programme_id=programme_id, why="all is well", now=clock.now())
