"""Words that are sealed can be forgotten: the seal verifies, nothing can be guessed back, and nothing else can be put in their place."""

import hashlib
import time
import uuid
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from marketplace.core import anchors, audit, chain, forgetting
from marketplace.core.chain import AUDIT
from marketplace.core.db import execute, transaction
from marketplace.core.findings import Finding

pytestmark = pytest.mark.spoils_the_books

SUBJECT = "thing:1"
SAID = {"phone": "+7 900 000-00-01", "state": "open", "n": 7}


@pytest.fixture
def record(ctx: Flask, now: datetime, tmp_path: Path) -> int:
    """A sealed record with words in it, and one of something else."""
    with transaction():
        audit.record("tests.write", SUBJECT, at=now, why="Anna asked", before=SAID, after=None)
        audit.record("tests.write", "thing:2", at=now, why="stays", after=SAID)
    for _ in range(200):  # no transaction anywhere on the server may be older
        with transaction():
            if chain.seal(AUDIT, now) is not None:
                break
        time.sleep(0.05)
    with transaction():
        assert anchors.anchor(AUDIT, tmp_path / "seals.log") == 1
        return int(execute("SELECT id FROM audit_records WHERE subject = 'thing:1'").scalar_one())


def wrong(folder: Path) -> list[Finding]:
    with transaction():
        return [*anchors.verify([AUDIT], folder / "seals.log"), *forgetting.invariants([AUDIT])]


def forgotten(owner_url: str) -> int:
    """As an erasure has it done."""
    with psycopg.connect(owner_url) as owner:
        row = owner.execute("SELECT audit_forget(%s)", [[SUBJECT]]).fetchone()
    assert row is not None
    return int(row[0])


def test_nobody_but_an_erasure_takes_words_out(record: int) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction():
        execute("SELECT audit_forget(%(subjects)s)", {"subjects": [SUBJECT]})


def test_words_go_and_the_seal_still_verifies(record: int, owner_url: str, tmp_path: Path) -> None:
    assert forgotten(owner_url) == 1
    assert forgotten(owner_url) == 0, "there is nothing more"
    with transaction():
        row = execute(
            "SELECT why, before, after, salt, forgotten FROM audit_records WHERE id = %(id)s", {"id": record}
        ).one()
        other = execute("SELECT why FROM audit_records WHERE subject = 'thing:2'").scalar_one()
    assert (row.why, row.before, row.after, other) == ("", SAID | {"phone": ""}, None, "stays")
    assert row.salt == uuid.UUID(int=0)
    unsalted = '["Anna asked", {"n": 7, "phone": "+7 900 000-00-01", "state": "open"}, null]'
    assert bytes(row.forgotten) != hashlib.sha256(bytes(16) + unsalted.encode()).digest(), "it cannot be guessed back"
    assert wrong(tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        "why = 'never'", "before = before - 'n'", """before = before || '{"n": 8}'""", """before = before || '{"phone": "1"}'""",
        "why = '', subject = 'thing:3'", "why = '', actor_id = 1",
    ],
)  # fmt: skip
def test_words_only_go_and_nothing_else_changes_with_them(record: int, owner_url: str, change: str) -> None:
    with psycopg.connect(owner_url) as owner, pytest.raises(psycopg.errors.IntegrityError):
        owner.execute(f"UPDATE audit_records SET {change} WHERE id = {record}".encode())


@pytest.mark.parametrize(
    "forged",
    [
        """UPDATE audit_records SET why = 'because', forgotten = words_digest(salt, jsonb_build_array(why, before, after)) WHERE id = {id}""",
        """UPDATE audit_records SET before = before || '{{"n": 8}}' WHERE id = {id}""",
        "UPDATE forgettings SET rest = sha256('other')",
    ],
)  # fmt: skip
def test_what_was_forgotten_says_nothing_else_for_the_owner_either(
    record: int, owner_url: str, tmp_path: Path, forged: str
) -> None:
    if "forgotten =" not in forged:
        forgotten(owner_url)
    assert wrong(tmp_path) == []
    with psycopg.connect(owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        assert owner.execute(forged.format(id=record).encode()).rowcount == 1
    assert wrong(tmp_path) != []
