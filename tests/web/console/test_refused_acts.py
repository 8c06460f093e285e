"""An act that somebody had no right to leaves a record, and a flood of them leaves few."""

from datetime import datetime

import pytest
from flask import Flask

from marketplace.core.db import execute
from marketplace.web.shared import refused_acts
from tests.builders.api import a_caller
from tests.web.console.house import House, at


@pytest.fixture
def house(app: Flask, now: datetime) -> House:
    return House(app, now)


def records(app: Flask) -> list[tuple[str, str, str, int]]:
    """Who, what for, where, and how often, in order."""
    with app.app_context():
        rows = execute("SELECT * FROM audit_records WHERE action = 'access.refuse' ORDER BY id").all()
    return [
        (f"{row.actor_kind}:{row.actor_id}", row.after["permission"], row.after["path"], row.after["times"])
        for row in rows
    ]


def test_staff_without_the_permission_is_refused_and_recorded(app: Flask, house: House) -> None:
    assert at(house.of("finance"), "/console/letters?q=secret", "first.test")[0] == 404
    assert at(house.of("nobody"), "/console/letters", "first.test")[0] == 302
    assert at(house.of("admin"), "/console/letters", "first.test")[0] == 200
    ((who, permission, path, times),) = records(app)
    assert who.startswith("user:")
    assert (permission, path, times) == ("letters.read", "/console/letters", 1)


def test_a_key_without_the_scope_is_refused_and_recorded(app: Flask) -> None:
    caller = a_caller(app, scopes=("offers:read",))
    answer = caller.get(f"/members/{caller.number}")
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")
    ((who, scope, path, times),) = records(app)
    assert who.startswith("client:")
    assert (scope, path, times) == ("members:read", f"/api/v1/members/{caller.number}", 1)


def test_a_key_without_the_scope_is_refused_and_recorded_before_what_it_sends_is_read(app: Flask) -> None:
    caller = a_caller(app, scopes=("programme:read",))
    assert caller.post("/orders", {"price": "nothing"}).json["code"] == "scope_missing"
    assert caller.post("/orders", {}, key="").json["code"] == "scope_missing"
    assert caller.get("/quotes", value="much").json["code"] == "scope_missing"
    assert [(scope, path) for _, scope, path, _ in records(app)] == [
        ("orders:write", "/api/v1/orders"), ("offers:read", "/api/v1/quotes"),
    ]  # fmt: skip


def test_a_flood_of_refusals_leaves_a_record_for_each_power_of_ten(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_acts, "WINDOW", 10**9)  # that no stretch ends within the test
    caller = a_caller(app, scopes=("offers:read",))
    for number in range(101):
        assert caller.get(f"/members/{10**9 + number}").status_code == 403
    assert [times for *_, times in records(app)] == [1, 10, 100]


def test_control_without_the_note_nothing_is_recorded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_acts, "note", lambda what_for: None)
    caller = a_caller(app, scopes=("offers:read",))
    assert caller.get(f"/members/{caller.number}").status_code == 403
    assert records(app) == []
