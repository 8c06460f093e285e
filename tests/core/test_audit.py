"""The audit: who did what, when and why; only ever added to."""

from datetime import datetime

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from marketplace.core import audit, logs
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import execute, transaction


def test_a_record_says_who_what_when_and_why(ctx: Flask, now: datetime) -> None:
    who = Actor("user", 7)
    logs.begin(request_id="REQ1")
    with transaction(by=who):
        audit.record(
            "tests.freeze",
            "card:1",
            at=now,
            why="потеряна",
            before={"state": "active"},
            after={"state": "frozen"},
        )
        audit.record("tests.show", "card:2", at=now)
    with transaction():
        (record,) = audit.of_subject("card:1", limit=10)
    assert (record.actor_kind, record.actor_id, record.request_id, record.at) == ("user", 7, "REQ1", now)
    assert (record.why, record.before, record.after) == ("потеряна", {"state": "active"}, {"state": "frozen"})
    assert (str(who), str(SYSTEM)) == ("user:7", "system")


def test_records_come_newest_first_page_by_page(ctx: Flask, now: datetime) -> None:
    with transaction():
        for number in range(5):
            audit.record("tests.write", "thing:1", at=now, why=str(number))
        first = audit.of_subject("thing:1", limit=3)
        rest = audit.of_subject("thing:1", limit=3, before=first[-1].id)
    assert [record.why for record in first + rest] == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_records SET why = 'x'",
        "DELETE FROM audit_records",
        "TRUNCATE audit_records",
        "UPDATE seals SET row_count = 0",
        "DELETE FROM seals",
    ],
)
def test_neither_the_application_nor_a_slip_of_the_owner_changes_a_record(
    ctx: Flask, now: datetime, owner_url: str, statement: str
) -> None:
    with transaction():
        audit.record("tests.write", "thing:1", at=now)
    with pytest.raises(DBAPIError), transaction():
        execute(statement)
    with psycopg.connect(owner_url) as owner, pytest.raises(psycopg.errors.IntegrityError):
        owner.execute(statement.encode())


def test_a_record_without_a_zone_is_impossible(ctx: Flask) -> None:
    with pytest.raises(AssertionError), transaction():
        audit.record("tests.write", "thing:1", at=datetime.fromisoformat("2026-11-21T09:00"))
