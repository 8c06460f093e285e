"""Machines that call the API: a key is seen once, and known by its digest alone."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace import identity
from marketplace.cli import clients as commands
from marketplace.core.db import db, transaction
from tests.builders.programmes import a_programme


def test_key_finds_its_client_and_is_not_kept(ctx: Flask, now: datetime) -> None:
    with transaction():
        programme = a_programme()
        made, key = identity.create_client(programme.id, "Касса", ["offers:read", "orders:write"], now=now)
    assert identity.client_by_key(key, now) == made
    assert made.may("orders:write")
    assert not made.may("cards:reveal")
    rows = str(list(db.session.execute(text("SELECT * FROM api_clients")))) + str(
        list(db.session.execute(text("SELECT * FROM audit_records")))
    )
    assert key not in rows
    assert key[12:] not in rows


@pytest.mark.parametrize(
    "change",
    [lambda k: k[:-1] + ("A" if k[-1] != "A" else "B"), str.lower, lambda k: k + "A", lambda k: "", lambda k: k[:12]],
)
def test_any_other_key_finds_nobody(ctx: Flask, now: datetime, change) -> None:
    with transaction():
        _, key = identity.create_client(a_programme().id, "Касса", ["offers:read"], now=now)
    assert identity.client_by_key(change(key), now) is None


def test_revoked_and_expired_keys_find_nobody(ctx: Flask, now: datetime) -> None:
    with transaction():
        programme = a_programme()
        first, revoked = identity.create_client(programme.id, "A", ["offers:read"], now=now)
        _, ending = identity.create_client(
            programme.id, "B", ["offers:read"], now=now, expires_at=now + timedelta(days=1)
        )
    with transaction():
        assert identity.revoke_client(first.id, now=now)
        assert not identity.revoke_client(first.id, now=now)
    assert identity.client_by_key(revoked, now) is None
    assert identity.client_by_key(ending, now + timedelta(hours=23)) is not None
    assert identity.client_by_key(ending, now + timedelta(days=1)) is None


@pytest.mark.parametrize("scopes", [[], ["everything"], ["offers:read", "root"]])
def test_unknown_scopes_are_refused(ctx: Flask, now: datetime, scopes: list[str]) -> None:
    with pytest.raises(identity.UnknownScope), transaction():
        identity.create_client(a_programme().id, "A", scopes, now=now)


def test_operator_makes_lists_and_ends_a_client(app: Flask, now: datetime) -> None:
    with app.app_context(), transaction():
        slug = a_programme().slug
    runner = app.test_cli_runner()
    made = runner.invoke(
        commands.create, ["--programme", slug, "--name", "Касса", "--scope", "offers:read", "--days", "9"]
    )
    assert made.exit_code == 0, made.output
    key = made.output.strip().splitlines()[-1]
    with app.app_context():
        client = identity.client_by_key(key, datetime.now(now.tzinfo))
        assert client is not None
    listed = runner.invoke(commands.show, ["--programme", slug]).output
    assert "Касса" in listed
    assert key not in listed
    assert runner.invoke(commands.revoke, [str(client.id)]).exit_code == 0
    assert runner.invoke(commands.revoke, [str(client.id)]).exit_code == 1
    assert "ended" in runner.invoke(commands.show, ["--programme", slug]).output
    wrong = runner.invoke(commands.create, ["--programme", "nowhere", "--name", "X", "--scope", "offers:read"])
    assert wrong.exit_code == 2
    assert "no such programme" in wrong.output
