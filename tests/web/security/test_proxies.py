"""Tries are counted by the visitor's address, which is taken from a proxy only where one is trusted."""

import pytest
from flask import Flask

from marketplace.app import create_app
from marketplace.core.db import transaction
from tests.builders.identity import PASSWORD, csrf, limited
from tests.builders.programmes import a_programme


def tries(app: Flask, forwarded: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    limited(monkeypatch, app, "security.login", 3, 0, 0)
    client = app.test_client()
    boxes = {"csrf_token": csrf(client), "password": PASSWORD}
    return [
        client.post(
            "/sign-in",
            data={**boxes, "email": f"somebody{n}@example.org"},
            headers={"X-Forwarded-For": forwarded.format(n)},
        ).status_code
        for n in range(1, 5)
    ]


@pytest.fixture(autouse=True)
def _programme(app: Flask) -> None:
    with app.app_context(), transaction():
        a_programme()


def test_a_forwarded_address_is_not_believed_by_default(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tries(app, "198.51.100.{}", monkeypatch) == [200, 200, 200, 429]


def test_behind_one_proxy_each_visitor_is_counted_by_what_it_saw(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    behind = create_app(app.config["SETTINGS"].model_copy(update={"trusted_proxies": 1}))
    assert tries(behind, "198.51.100.{}", monkeypatch) == [200, 200, 200, 200]
    assert tries(behind, "198.51.100.{}, 203.0.113.9", monkeypatch) == [200, 200, 200, 429]
