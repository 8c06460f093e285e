"""What the clock does: points expire by each programme's own calendar, books are sealed, old things are forgotten."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from marketplace import ledger, mailings
from marketplace.core import anchors, chain, outbox, throttle
from marketplace.core.db import execute, transaction
from marketplace.jobs import (
    balances,
    books,
    card_reminders,
    cases,
    expiry,
    fraud,
    housekeeping,
    payments,
    reminders,
    sealing,
    stock,
    supplier_orders,
    tills,
    waiting,
    webhooks,
    wishes,
)
from marketplace.jobs.timetable import TIMETABLE
from tests.builders.ledger import a_member_account, give, spend
from tests.builders.programmes import a_programme

LAST_DAY = date(2026, 11, 20)


def balance(account: int, on: date) -> int:
    with transaction():
        return ledger.balance(account, on)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Kamchatka", datetime(2026, 11, 20, 12, 0, tzinfo=UTC)),
        ("Europe/Moscow", datetime(2026, 11, 20, 21, 0, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 11, 21, 11, 0, tzinfo=UTC)),
    ],
)
def test_points_last_to_the_end_of_their_last_day_at_home(ctx: Flask, zone: str, midnight: datetime) -> None:
    with transaction():
        programme = a_programme(time_zone=zone)
        account = a_member_account(programme)
        give(programme, account, [(100, LAST_DAY), (50, None)])
    assert expiry.expire_all(midnight - timedelta(seconds=1)) == 0
    assert expiry.expire_all(midnight) == 1
    assert expiry.expire_all(midnight) == 0, "once"
    assert balance(account, LAST_DAY) == 50
    with transaction():
        assert ledger.invariants() == []


def test_programmes_expire_each_by_its_own_day_and_one_that_fails_does_not_stop_the_rest(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        broken, east, west = (a_programme(time_zone=zone) for zone in ("UTC", "Asia/Kamchatka", "America/New_York"))
        accounts = [a_member_account(programme) for programme in (east, west)]
        for programme, account in zip((east, west), accounts, strict=True):
            give(programme, account, [(100, LAST_DAY)])
    verb = ledger.expire

    def expire(programme_id: int, **more: object) -> object:
        if programme_id == broken.id:
            raise ValueError("CANARY")
        return verb(programme_id, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "expire", expire)
    assert expiry.expire_all(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == 1
    assert [balance(account, LAST_DAY) for account in accounts] == [0, 100]


def test_many_members_are_swept_in_sets(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "MEMBERS", 2)
    with transaction():
        programme = a_programme()
        for _ in range(5):
            give(programme, a_member_account(programme), [(10, LAST_DAY)])
    assert expiry.expire_all(datetime(2026, 12, 1, tzinfo=UTC)) == 5


def test_books_are_sealed_and_written_down_outside_of_the_database(ctx: Flask, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "seals.log"
    with transaction():
        programme = a_programme()
        account = a_member_account(programme)
        give(programme, account, [(100, None)])
    sealing.seal_all(now, file)
    sealing.seal_all(now, file)
    with transaction():
        assert {seal.book for book in sealing.BOOKS for seal in chain.seals(book)} == {"ledger", "audit", "rights"}
        assert anchors.verify(sealing.BOOKS, file) == []
        sheets = {sheet.table for sheet in ledger.BOOK.sheets}
        assert sheets == {"accounts", "transfers", "transfer_returns", "entries", "lots"}


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE accounts SET owner_id = owner_id + 1 WHERE kind = 'member'", "accounts:"),
        ("UPDATE transfers SET ref = ref || '0'", "transfers:"),
        ("UPDATE entries SET amount = amount + 1 WHERE amount > 0", "entries:"),
        ("UPDATE entries SET memo = '{}' WHERE memo IS NOT NULL", "entries:"),
        ("UPDATE entries SET lot_amounts = '{-2}' WHERE lot_amounts IS NOT NULL", "entries:"),
        ("UPDATE lots SET expires_on = expires_on + 365", "lots:"),
        ("DELETE FROM lots", "lots:"),
    ],
)
def test_a_changed_row_of_the_ledger_is_found_and_named(
    ctx: Flask, now: datetime, tmp_path: Path, owner_url: str, change: str, row: str
) -> None:
    file = tmp_path / "seals.log"
    with transaction():
        programme = a_programme()
        account = a_member_account(programme)
        give(programme, account, [(100, date(2027, 1, 1))])
        spend(programme, account, 30)
    sealing.seal_all(now, file)
    with psycopg.connect(owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        assert owner.execute(change.encode()).rowcount > 0
    with transaction():
        (found,) = anchors.verify(sealing.BOOKS, file)
    named = str(found.facts.get("changed", "")) + str(found.facts.get("gone", ""))
    assert named.startswith(row)
    with psycopg.connect(owner_url) as owner:  # nothing of the damaged books stays behind
        owner.execute("SET session_replication_role = replica")
        for table in ("entries", "open_lots", "lots", "transfers", "balances", "accounts"):
            owner.execute(f"DELETE FROM {table}".encode())


def test_old_counts_promises_and_letters_are_forgotten(ctx: Flask, now: datetime) -> None:
    throttle.count("anna", 5, 60, now)
    with transaction():
        for ref in ("kept", "open"):
            outbox.send("tests.call", ref=ref, now=now)
        outbox.kept([one.id for one in outbox.due(now, 10) if one.ref == "kept"], now)
        mailings.post("x", programme_id=None, recipient="a@b.ru", subject="x", text="x", html="", now=now)

    def left() -> tuple[int, ...]:
        with transaction():
            tables = ("throttle", "outbox", "mails")
            return tuple(execute(f"SELECT count(*) FROM {table}").scalar_one() for table in tables)

    housekeeping.tidy_at(now + timedelta(hours=1))
    assert left() == (1, 3, 1)
    housekeeping.tidy_at(now + timedelta(days=31))
    assert left() == (0, 2, 1), "a promise that is not kept is never forgotten"
    housekeeping.tidy_at(now + timedelta(days=91))
    assert left() == (0, 2, 0)


def test_every_line_of_the_timetable_names_a_task_and_none_of_these_is_left_out() -> None:
    assert {line["task"] for line in TIMETABLE.values()} == {
        expiry.expire.name, housekeeping.tidy.name, reminders.remind.name, sealing.seal.name, books.look.name,
        supplier_orders.look.name, waiting.take_in_due.name, tills.lapse.name, stock.look.name, payments.listen.name, "outbox.relay",
        card_reminders.remind.name, wishes.look.name, cases.look.name, fraud.look.name, balances.look.name, webhooks.look.name,
    }  # fmt: skip
