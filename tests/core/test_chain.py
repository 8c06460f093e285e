"""The hash chain: what it says of a change, and what it makes of crashes. That each change is found: tests/proof/test_tampering.py."""

import time
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from marketplace.core import anchors, audit, chain
from marketplace.core.actors import Actor
from marketplace.core.chain import AUDIT
from marketplace.core.db import transaction
from marketplace.core.findings import Finding

pytestmark = pytest.mark.spoils_the_books

WINDOWS, ROWS = 12, 7


@pytest.fixture
def anchored(ctx: Flask, now: datetime, tmp_path: Path) -> Path:
    """A book of some windows, each sealed and anchored."""
    path = tmp_path / "seals.log"
    for window in range(WINDOWS):
        with transaction(by=Actor("user", window)):
            for row in range(ROWS):
                audit.record("tests.write", f"thing:{row}", at=now, after={"n": row})
        _seal(path, now)
    assert _check(path) == []
    return path


def _seal(path: Path, now: datetime) -> None:
    _sealed(now)
    with transaction():
        anchors.anchor(AUDIT, path)


def _check(path: Path | None) -> list[Finding]:
    with transaction():
        return anchors.verify([AUDIT], path)


def forge(url: str, *statements: str) -> None:
    """Somebody with the rights of the database's owner, who switches the guards off."""
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            assert connection.execute(statement.encode()).rowcount > 0, statement


def a_row(url: str) -> int:
    """Some sealed row."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT id FROM audit_records ORDER BY id OFFSET 10").fetchone()
    assert row
    return int(row[0])


@pytest.mark.proof("P10")
def test_the_changed_row_is_named(anchored: Path, owner_url: str) -> None:
    row = a_row(owner_url)
    forge(owner_url, f"UPDATE audit_records SET actor_id = 99 WHERE id = {row}")
    found = _check(anchored)
    assert [finding.rule for finding in found] == ["sealed rows stay as they were"]
    assert found[0].facts["changed"] == f"audit_records:{row}"


@pytest.mark.proof("P10")
def test_a_chain_sealed_anew_by_the_owner_is_found_by_the_file(anchored: Path, owner_url: str, now: datetime) -> None:
    forge(owner_url, f"UPDATE audit_records SET why = 'never' WHERE id = {a_row(owner_url)}", "DELETE FROM seals")
    _sealed(now)
    assert _check(None) == [], "from inside the database all is well"
    assert _check(anchored) != []


def test_an_open_transaction_holds_the_seal_back(ctx: Flask, now: datetime, owner_url: str, tmp_path: Path) -> None:
    path = tmp_path / "seals.log"
    with psycopg.connect(owner_url) as slow:
        slow.execute(
            "INSERT INTO audit_records (at, actor_kind, action, subject) VALUES (now(), 'system', 'tests.slow', 'thing:1')"
        )
        with transaction():
            audit.record("tests.quick", "thing:2", at=now)
        with transaction():
            assert chain.seal(AUDIT, now) is None, "nothing older than the slow transaction is there to be sealed"
        slow.commit()
    sealed = _sealed(now)
    assert sealed.row_count == 2
    with transaction():
        assert chain.seal(AUDIT, now) is None, "an empty window is not sealed"
    with transaction():
        assert anchors.anchor(AUDIT, path) == 1
        assert anchors.anchor(AUDIT, path) == 0
    assert _check(path) == []


def test_a_seal_that_a_crash_left_without_its_anchor_is_anchored_next_time(anchored: Path, now: datetime) -> None:
    whole = anchored.read_bytes()
    anchored.write_bytes(whole[:-40])  # torn in the last line
    assert _check(anchored) == []
    with transaction():
        assert anchors.anchor(AUDIT, anchored) == 1
    lines = anchored.read_bytes().splitlines()
    assert len(lines) == WINDOWS + 1
    assert [finding.subject for finding in _check(anchored)] == [f"line {WINDOWS}"], "the torn line stays and is told"


def test_a_missing_file_and_a_shortened_one_are_found(anchored: Path) -> None:
    lines = anchored.read_bytes().splitlines(keepends=True)
    anchored.write_bytes(b"".join(lines[: WINDOWS // 2]))
    assert len(_check(anchored)) == WINDOWS - WINDOWS // 2 - 1
    anchored.unlink()
    assert len(_check(anchored)) == WINDOWS - 1


def _sealed(now: datetime) -> chain.Seal:
    """The next seal, as soon as no transaction anywhere on the server is older; other tests have some."""
    for _ in range(100):
        with transaction():
            found = chain.seal(AUDIT, now)
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("nothing was sealed")


def test_seals_stand_in_the_order_of_their_numbers_not_of_their_digits(ctx: Flask, owner_url: str) -> None:
    add = "INSERT INTO seals (book, since, upto, row_count, previous, digest, sealed_at) VALUES ('audit', %s, %s, 0, '', '', now())"
    with psycopg.connect(owner_url) as owner:
        for since, upto in (("0", "9"), ("9", "10"), ("999", "1000"), ("10", "999")):
            owner.execute(add, (since, upto))
    with transaction():
        assert [seal.upto for seal in chain.seals(AUDIT)] == [9, 10, 999, 1000]
        assert [seal.upto for seal in chain.seals(AUDIT, newest_first=True)] == [1000]
