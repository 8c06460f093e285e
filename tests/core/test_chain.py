"""The hash chain: whatever is done to sealed rows with the owner's rights is found."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from marketplace.core import anchors, audit, chain
from marketplace.core.audit import Actor
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
        with transaction():
            for row in range(ROWS):
                audit.record("tests.write", f"thing:{row}", by=Actor("user", window), at=now, after={"n": row})
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


class Owner:
    """Somebody with the rights of the database's owner, who switches the guards off."""

    def __init__(self, url: str, seed: int) -> None:
        self.url, self.chance = url, random.Random(seed)

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                assert connection.execute(statement.encode()).rowcount > 0, statement

    def ids(self) -> list[int]:
        with psycopg.connect(self.url) as connection:
            return [row[0] for row in connection.execute("SELECT id FROM audit_records ORDER BY id")]

    def edit(self) -> None:
        column = self.chance.choice(
            ["why = why || 'x'", "subject = subject || '0'", "action = action || 'd'", "at = at + interval '1 us'",
             "actor_id = actor_id + 1", "actor_kind = 'system'", "before = '{}'", "after = after || '{\"n\": -1}'",
             "request_id = 'R'", "txid = (txid::text::bigint + 1)::text::xid8"]
        )  # fmt: skip
        self.run(f"UPDATE audit_records SET {column} WHERE id = {self.chance.choice(self.ids())}")

    def delete(self) -> None:
        self.run(f"DELETE FROM audit_records WHERE id = {self.chance.choice(self.ids())}")

    def swap(self) -> None:
        one, other = self.chance.sample(self.ids(), 2)
        columns = "txid, at, actor_kind, actor_id, action, subject, why, before, after, request_id"
        self.run(
            f"CREATE TEMP TABLE two AS SELECT * FROM audit_records WHERE id IN ({one}, {other})",
            f"DELETE FROM audit_records WHERE id IN ({one}, {other})",
            f"INSERT INTO audit_records (id, {columns}) OVERRIDING SYSTEM VALUE "
            f"SELECT {one} + {other} - id, {columns} FROM pg_temp.two",
        )

    def insert(self) -> None:
        self.run(
            "INSERT INTO audit_records (txid, at, actor_kind, action, subject) "
            f"SELECT txid, at, actor_kind, action, subject FROM audit_records WHERE id = {self.chance.choice(self.ids())}"
        )

    def cut(self) -> None:
        """The end of the book goes, and the seals over it."""
        with psycopg.connect(self.url) as connection:
            last = connection.execute("SELECT max(id) FROM seals").fetchone()
        assert last is not None
        first_gone = last[0] - self.chance.randrange(WINDOWS - 1)
        self.run(
            f"DELETE FROM audit_records WHERE txid >= (SELECT since FROM seals WHERE id = {first_gone})",
            f"DELETE FROM seals WHERE id >= {first_gone}",
        )


ATTACKS: list[Callable[[Owner], None]] = [Owner.edit, Owner.delete, Owner.swap, Owner.insert, Owner.cut]


@pytest.fixture
def damaged(anchored: Path, owner_url: str) -> Callable[[int, Callable[[Owner], None]], list[Finding]]:
    """Do one thing to the sealed book, look, and put it back as it was."""

    def run(seed: int, attack: Callable[[Owner], None], path: Path | None = anchored) -> list[Finding]:
        with psycopg.connect(owner_url, autocommit=True) as keeper:
            for table in ("audit_records", "seals"):
                keeper.execute(f"CREATE TABLE IF NOT EXISTS pg_temp.kept_{table} AS TABLE {table}")
            attack(Owner(owner_url, seed))
            try:
                return _check(path)
            finally:
                keeper.execute("SET session_replication_role = replica")
                for table in ("audit_records", "seals"):
                    keeper.execute(f"DELETE FROM {table}")
                    keeper.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE pg_temp.kept_{table}")

    return run


def test_edits_deletes_swaps_inserts_and_cuts_are_all_found(
    damaged: Callable[..., list[Finding]], anchored: Path
) -> None:
    missed = [(attack.__name__, seed) for seed in range(10) for attack in ATTACKS if not damaged(seed, attack)]
    assert missed == []
    assert _check(anchored) == [], "what was put back verifies again"


def test_control_without_the_file_a_cut_with_its_seals_is_not_found(damaged: Callable[..., list[Finding]]) -> None:
    assert damaged(1, Owner.cut, None) == []
    assert damaged(1, Owner.edit, None) != []


def test_the_changed_row_is_named(damaged: Callable[..., list[Finding]]) -> None:
    def forge(owner: Owner) -> None:
        owner.run(f"UPDATE audit_records SET actor_id = 99 WHERE id = {owner.ids()[10]}")
        forge.row = owner.ids()[10]  # type: ignore[attr-defined]

    found = damaged(0, forge)
    assert [finding.rule for finding in found] == ["sealed rows stay as they were"]
    assert found[0].facts["changed"] == f"audit_records:{forge.row}"  # type: ignore[attr-defined]


def test_a_chain_rebuilt_by_the_owner_is_found_by_the_file(anchored: Path, owner_url: str, now: datetime) -> None:
    owner = Owner(owner_url, 0)
    owner.run(f"UPDATE audit_records SET why = 'never happened' WHERE id = {owner.ids()[0]}", "DELETE FROM seals")
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
            audit.record("tests.quick", "thing:2", by=Actor("system"), at=now)
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
