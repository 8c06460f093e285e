"""What an account's days say is the plain sum of what happened, however often and in whatever zone they were added up in the meantime."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Event, Thread
from zoneinfo import ZoneInfo

import psycopg
import pytest
from flask import Flask

from marketplace import ledger
from marketplace.core.db import db, execute, transaction
from marketplace.ledger import Day
from marketplace.programmes import Programme
from tests.builders import books
from tests.builders.ledger import THEN, a_member_account, a_ref, give, spend
from tests.builders.programmes import a_programme

pytestmark = pytest.mark.ledger_alone

ZONES = ("Europe/Moscow", "America/St_Johns", "Pacific/Kiritimati")
EVER = date(2026, 1, 1)


@dataclass
class Happened:
    """One entry as the test knows it; what takes another back counts against what that one was."""

    at: datetime
    amount: int
    earned: int = 0
    spent: int = 0


class Story:
    """Anything that befalls an account, by chance; moments go back and forth."""

    def __init__(self, chance: random.Random, programme: Programme, account: int) -> None:
        self.chance, self.programme, self.account = chance, programme, account
        self.held = ledger.account(programme.id, "held", owner_id=5)
        self.entries: list[Happened] = []

    def step(self) -> None:
        at = THEN + timedelta(minutes=self.chance.randrange(40 * 24 * 60))
        points = self.chance.randint(1, 50)
        match self.chance.choice(("given", "given", "taken back", "spent", "held", "released")):
            case "given":
                give(self.programme, self.account, [(points, None)], at=at)
                self.entries.append(Happened(at, points, earned=points))
            case "taken back":
                gift = give(self.programme, self.account, [(points, None)], at=at)
                books.reverse(gift, ref=a_ref("back"), at=at, today=self.programme.day(at))
                self.entries += [Happened(at, points, earned=points), Happened(at, -points, earned=-points)]
            case "spent":
                spend(self.programme, self.account, points, at=at)
                self.entries.append(Happened(at, -points, earned=-points))  # an adjustment downwards
            case kind:
                facts = {"at": at, "today": self.programme.day(at)}
                hold = books.hold(
                    self.account, self.held, points, programme_id=self.programme.id, ref=a_ref("hold"), **facts
                )
                self.entries.append(Happened(at, -points, spent=points))
                if kind == "released":
                    books.release(hold.transfer_id, ref=a_ref("release"), **facts)
                    self.entries.append(Happened(at, points, spent=-points))

    def days(self, zone: str, since: date) -> list[Day]:
        """The plain sums."""
        balance, sums = 0, dict[date, Day]()
        for one in self.entries:
            balance += one.amount
            day = one.at.astimezone(ZoneInfo(zone)).date()
            old = sums.get(day, Day(day, one.at, 0, 0, 0, 0, 0))
            sums[day] = Day(
                day, one.at, balance, old.came + max(one.amount, 0), old.went + max(-one.amount, 0),
                old.earned + one.earned, old.spent + one.spent,
            )  # fmt: skip
        earlier = max((day for day in sums if day < since), default=since)
        return [sums[day] for day in sorted(sums) if day >= earlier]


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


@pytest.mark.parametrize("seed", range(6))
def test_days_are_the_plain_sums_whatever_was_kept(programme: Programme, seed: int) -> None:
    chance = random.Random(seed)
    with transaction():
        account = a_member_account(programme, owner_id=5)
        story = Story(chance, programme, account)
        give(programme, account, [(9_000, None)])
        story.entries.append(Happened(THEN, 9_000, earned=9_000))
    for _ in range(30):
        with transaction():
            story.step()
        if chance.random() < 0.3:
            with transaction():
                ledger.keep_days(account, chance.choice(ZONES))
    for zone in ZONES:
        for since in (EVER, THEN.date() + timedelta(days=chance.randint(0, 40)), THEN.date() + timedelta(days=90)):
            assert ledger.days(account, since, zone).days == story.days(zone, since)
    assert ledger.invariants() == []


def test_what_is_kept_is_not_read_again(programme: Programme) -> None:
    with transaction():
        account = a_member_account(programme, 100)
        spend(programme, account, 10)
    assert ledger.days(account, EVER, "UTC").loose == 2
    with transaction():
        ledger.keep_days(account, "UTC")
        spend(programme, account, 10)
    assert ledger.days(account, EVER, "UTC").loose == 1
    assert ledger.days(account, EVER, "Europe/Moscow").loose == 3, "another zone has other days"


@pytest.fixture
def payer(app: Flask, programme: Programme) -> Iterator[tuple[int, Event, Event]]:
    """An account in the middle of a payment: its entries are written and not committed until the last event is set."""
    with transaction():
        account = a_member_account(programme, 100)
    written, may_end = Event(), Event()

    def pay() -> None:
        with app.app_context():
            with transaction():
                spend(programme, account, 10)
                written.set()
                assert may_end.wait(10)
            db.session.remove()

    thread = Thread(target=pay)
    thread.start()
    assert written.wait(10)
    yield account, written, may_end
    may_end.set()
    thread.join()


def test_days_are_left_alone_while_somebody_pays(payer: tuple[int, Event, Event]) -> None:
    account, _, may_end = payer
    with transaction():
        ledger.keep_days(account, "UTC")
    assert execute("SELECT count(*) FROM account_days").scalar() == 0
    may_end.set()


@pytest.mark.spoils_the_books
@pytest.mark.parametrize(
    "change",
    [
        *(f"SET {figure} = {figure} + 1" for figure in ("balance_after", "came", "went", "earned", "spent", "entries")),
        "SET at = at + interval '1 second'",
        "SET day = day - 1",
        "SET time_zone = 'Asia/Tokyo' WHERE last_id = (SELECT max(last_id) FROM account_days)",
    ],
)
def test_control_a_day_that_was_changed_is_found(programme: Programme, owner_url: str, change: str) -> None:
    with transaction():
        account = a_member_account(programme, 100)
        spend(programme, account, 10, at=THEN + timedelta(days=1))
        ledger.keep_days(account, "UTC")
    with psycopg.connect(owner_url) as owner:
        owner.execute(f"UPDATE account_days {change}")
    assert {found.rule for found in ledger.invariants()} == {
        "what is kept of an account's days is what its entries came to"
    }


@pytest.mark.spoils_the_books
def test_control_a_day_that_is_missing_is_found(programme: Programme, owner_url: str) -> None:
    with transaction():
        account = a_member_account(programme, 100)
        spend(programme, account, 10, at=THEN + timedelta(days=1))
        ledger.keep_days(account, "UTC")
    with psycopg.connect(owner_url) as owner:
        owner.execute("DELETE FROM account_days WHERE last_id = (SELECT min(last_id) FROM account_days)")
    (found,) = ledger.invariants()
    assert found.facts["kept"] is None
