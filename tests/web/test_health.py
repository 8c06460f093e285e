"""Who watches the process learns whether it is alive and whether it may be sent work."""

import pytest
from flask.testing import FlaskClient

from marketplace.core.db import db
from marketplace.web import health


def test_process_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"database": True, "schema": True}
    assert answer.headers["Cache-Control"] == "no-store"


def test_process_beside_tables_of_another_version_is_alive_and_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "NEWEST", "9999")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_process_without_its_database_is_alive_and_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise db.exc.OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(health, "execute", refuse)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json == {"database": False, "schema": False}
