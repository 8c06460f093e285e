"""Who watches the process learns whether it is alive and whether it may be sent work."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import vault
from marketplace.core.db import transaction
from marketplace.web import health
from marketplace.web.shared.probes import Probe
from tests.builders.orders import a_shelf

AT_MOST_SECONDS = 2


@pytest.fixture
def silent() -> Iterator[str]:
    """The port of a server that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


def elsewhere(app: Flask, monkeypatch: pytest.MonkeyPatch, **over: object) -> None:
    """Have the probes ask another database, or look into another key file."""
    settings = app.config["SETTINGS"].model_copy(update=over)
    probes = (Probe((*health.NEEDED, "stock"), lambda: health._ask_database(settings)), app.extensions["probes"][1])
    monkeypatch.setitem(app.extensions, "probes", probes)


def test_process_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": True, "schema": True, "keys": True, "broker": True, "stock": True}
    assert answer.headers["Cache-Control"] == "no-store"


def test_process_beside_tables_of_another_version_is_alive_and_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "NEWEST", "9999")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {
        "ready": False,
        "database": True,
        "schema": False,
        "keys": False,
        "broker": True,
        "stock": False,
    }


def test_process_without_its_database_is_alive_and_not_ready(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(app, monkeypatch, database_url="postgresql://x@/x?host=/nowhere")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {
        "ready": False,
        "database": False,
        "schema": False,
        "keys": False,
        "broker": False,
        "stock": False,
    }


def test_a_database_that_never_answers_is_waited_for_two_seconds_at_most(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    elsewhere(app, monkeypatch, database_url=f"postgresql://x@127.0.0.1:{silent}/x")
    for _ in range(2):
        began = time.monotonic()
        assert client.get("/readyz").status_code == 503
        assert time.monotonic() - began < AT_MOST_SECONDS


def test_a_broker_that_never_answers_is_told_and_does_not_stop_the_shop(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "broker", lambda: time.sleep(AT_MOST_SECONDS + 1))
    began = time.monotonic()
    answer = client.get("/readyz")
    assert time.monotonic() - began < AT_MOST_SECONDS
    assert answer.status_code == 200
    assert answer.json == {
        "ready": True,
        "database": True,
        "schema": True,
        "keys": True,
        "broker": False,
        "stock": True,
    }


@pytest.mark.parametrize("trouble", ["another file", "open to others", "gone"])
def test_keys_that_do_not_open_what_is_stored_make_it_not_ready(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trouble: str
) -> None:
    with app.app_context(), transaction():
        a_shelf(stock=1)
    assert client.get("/readyz").status_code == 200
    other = tmp_path / "keys.json"
    if trouble != "gone":
        vault.new_key_file(other)
    if trouble == "open to others":
        other.write_bytes(app.config["SETTINGS"].keys_file.read_bytes())
        other.chmod(0o644)
    elsewhere(app, monkeypatch, keys_file=other)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {
        "ready": False,
        "database": True,
        "schema": True,
        "keys": False,
        "broker": True,
        "stock": True,
    }
