"""P10: whatever the owner of the database does to sealed books is found, nothing else is, and a large book is read in time."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from marketplace import giftcards, ledger, orders, reports
from marketplace.cli.verify import verify
from marketplace.core import anchors, chain
from marketplace.core.db import execute, transaction
from marketplace.core.findings import Finding
from marketplace.jobs import sealing
from marketplace.ledger import Entry
from tests.builders import books
from tests.builders import orders as trade
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof
from tests.proof.tampering.owner import BOOKS, DEEDS, Owner, as_owner

pytestmark = pytest.mark.spoils_the_books

WINDOWS = 6
MEMBERS = 2_000  # of the large book: a set is an entry and a lot for each, and half as many records
LIMIT_SECONDS = 60


def sealed(now: datetime, path: Path) -> None:
    """Seal both books, as soon as no transaction anywhere on the server is older; servers have some of their own."""
    for _ in range(200):
        sealing.seal_all(now, path)
        with transaction():
            newest = [next(chain.seals(book, newest_first=True), None) for book in BOOKS]
            oldest = int(execute("SELECT coalesce(max(txid::text::bigint), 0) FROM audit_records").scalar_one())
        if all(seal is not None and seal.upto > oldest for seal in newest):
            return
        time.sleep(0.02)
    raise AssertionError("the books could not be sealed")


@pytest.fixture
def book(ctx: Flask, now: datetime, tmp_path: Path) -> Path:
    """Some windows of a shop at work, each sealed and anchored; returns the file of anchors."""
    return a_book(now, tmp_path / "seals.log")


def a_book(now: datetime, path: Path) -> Path:
    with transaction():
        shelf = trade.a_shelf(stock=2 * WINDOWS)
        members = [trade.a_member(shelf.programme, points=900) for _ in range(WINDOWS)]
    for window, anna in enumerate(members):
        at = now + timedelta(minutes=window)
        with transaction(by=trade.by(anna)):
            kept, given_back = (trade.an_order(anna, shelf, now=at) for _ in range(2))
            orders.cancel(given_back, why="too many", now=at)
            card = giftcards.of_orders([kept.id])[kept.id]
            giftcards.reveal(
                card.public_id,
                programme_id=anna.programme_id,
                member_id=anna.id,
                now=at,
                fresh_factor=True,
            )
            orders.refund(card, "unwanted", note="", now=at)
        with transaction():
            trade.a_member(shelf.programme, points=100 + window, now=at)
        sealed(at, path)
    return path


def found(path: Path | None) -> list[Finding]:
    return anchors.verify(reports.BOOKS, path)


def missed(owner: Owner, path: Path | None, how_many: int, kind: str = "") -> tuple[list[str], Counter[str]]:
    """Change something so many times, each time in the untouched book: what was not found, and what was done."""
    lost, done = [], Counter[str]()
    for step in range(how_many):
        with as_owner():
            what = owner.change(kind)
            done[what.partition(":")[0]] += 1
            if not found(path):
                lost.append(f"step {step}: {what}")
    return lost, done


@pytest.mark.proof("P10")
def test_whatever_is_changed_is_found_and_nothing_else(book: Path, proof: Proof) -> None:
    assert found(book) == [], "nobody has changed anything"
    lost, done = [], Counter[str]()
    for kind in (*DEEDS, ""):  # some of each, the rest as it comes
        lost_now, done_now = missed(Owner(proof.random), book, proof.size(3, 100 if kind else 400), kind)
        lost, done = lost + lost_now, done + done_now
    assert lost == [], f"seed {proof.seed}"
    assert found(book) == [], "all was put back"
    proof.count("changes found", sum(done.values()))
    proof.figure(", ".join(f"{count} {name}s" for name, count in sorted(done.items())) + "; 0 false alarms")


@pytest.mark.proof("P10", control=True)
def test_control_a_chain_without_the_rows_digest_finds_no_edit(
    ctx: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    def link(previous: bytes, book: chain.Book, since: int, upto: int, count: int, _: bytes) -> bytes:
        return whole(previous, book, since, upto, count, b"")

    whole: Callable[..., bytes] = chain.link
    monkeypatch.setattr(chain, "link", link)
    book = a_book(now, tmp_path / "seals.log")
    lost, done = missed(Owner(proof.random), book, proof.size(12, 100), "edit")
    assert lost, "edits of rows leave no trace in such a chain"
    proof.figure(f"without the digest of the rows {len(lost)} of {sum(done.values())} edits are not found")


@pytest.mark.proof("P10", control=True)
def test_control_without_the_file_cuts_and_chains_made_anew_are_not_found(book: Path, proof: Proof) -> None:
    for kind in ("cut", "rebuild"):
        lost, _ = missed(Owner(proof.random), None, 3, kind)
        assert len(lost) == 3
    proof.figure("without the file outside, cuts and rebuilt chains are not found")


@pytest.mark.proof("P10")
def test_a_large_book_is_verified_in_time(
    app: Flask, owner_url: str, now: datetime, tmp_path: Path, proof: Proof
) -> None:
    sets, people = proof.size(2, 200), proof.size(100, MEMBERS)
    seal_file = app.config["SETTINGS"].seal_file
    seal_file.unlink(missing_ok=True)
    with app.app_context():
        rows = a_large_book(owner_url, sets, people, now, seal_file)
        assert rows >= sets * people * 5 // 2
        began = time.monotonic()
        with transaction():
            execute("SET LOCAL statement_timeout = 0")
            assert anchors.verify(BOOKS, seal_file) == []
        chain_seconds = time.monotonic() - began
    result = app.test_cli_runner().invoke(verify)
    seconds = time.monotonic() - began - chain_seconds
    seal_file.unlink()
    assert result.exit_code == 0, result.output
    assert seconds <= LIMIT_SECONDS
    proof.count("rows in the large book", rows)
    proof.figure(f"chain {chain_seconds:.1f} s, all of `vitrina verify` {seconds:.1f} s")


def a_large_book(owner_url: str, sets: int, people: int, now: datetime, path: Path) -> int:
    """Points for many members and audit records, a set in a transaction and a seal every tenth; returns how many rows."""
    with transaction():
        programme = a_programme(texts=False)
        asked = """SELECT account_id FROM ledger_open_all(%(programme)s, 'member',
                          ARRAY(SELECT 7000000 + n FROM generate_series(1, %(people)s) n), 'points')"""
        opened = execute(asked, {"programme": programme.id, "people": people})
        accounts = [row.account_id for row in opened]
        source = ledger.account(programme.id, "programme")
        day = programme.day(now)
    entries = [Entry(source, -7 * len(accounts)), *(Entry(account, 7) for account in accounts)]
    for number in range(sets):
        with transaction():
            books.post(programme.id, "adjustment", ref=f"set:{number}", entries=entries, at=now, today=day)
            execute(
                """SELECT audit_record('tests.write', 'thing:' || n, %(now)s, '', NULL, jsonb_build_object('n', n))
                     FROM generate_series(1, %(records)s) n""",
                {"now": now, "records": people // 2},
            )
        if number % 10 == 0:
            sealed(now, path)
    sealed(now, path)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("ANALYZE")
        tables = [sheet.table for book in BOOKS for sheet in book.sheets]
        counts = [owner.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() for table in tables]
    return sum(count[0] for count in counts if count)
