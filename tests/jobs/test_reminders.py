"""A member hears of points that end a month before and a week before, once each, unless they do not want to."""

import html
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from marketplace import ledger, mailings, members
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from marketplace.jobs import reminders
from marketplace.mailings import Letter
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders import orders as shop
from tests.builders.ledger import give, spend
from tests.builders.programmes import a_programme

MORNING = datetime(2026, 11, 21, 7, 20, tzinfo=UTC)  # 10:20 in Moscow
TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)

Run = Callable[[datetime], list[str]]


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(hosts=("altitude.test",))


@pytest.fixture
def anna(programme: Programme) -> Member:
    """A member with no points yet."""
    return a_member(programme)


@pytest.fixture
def run(ctx: Flask) -> Run:
    """Let the timetable's hour come; returns the refs of letters that there are."""

    def run(at: datetime) -> list[str]:
        with time_machine.travel(at, tick=False):
            reminders.remind_all(at)
            relay.drain()
        with transaction():
            return [row.ref for row in execute("SELECT ref FROM mails ORDER BY id")]

    return run


def a_member(programme: Programme, language: str = "ru") -> Member:
    with transaction():
        return shop.a_member(programme, language=language)


def account_of(member: Member) -> int:
    return ledger.account(member.programme_id, "member", owner_id=member.id)


def has(programme: Programme, member: Member, *lots: tuple[int, date]) -> None:
    with transaction():
        give(programme, account_of(member), lots)


def letter(ref: str) -> Letter:
    with transaction():
        return mailings.to_send(ref)


def test_a_member_is_told_a_month_and_a_week_before_once_each(programme: Programme, anna: Member, run: Run) -> None:
    last = TODAY + 30 * DAY  # a Monday
    has(programme, anna, (450, last), (1000, TODAY + 200 * DAY))
    far, near = f"expiry:{anna.id}:{last}:30", f"expiry:{anna.id}:{last}:7"
    assert run(MORNING - DAY) == []
    assert run(MORNING) == [far]
    assert run(MORNING) == [far]
    assert run(MORNING + 22 * DAY) == [far]
    assert run(MORNING + 23 * DAY) == [far, near]
    for late in range(24, 33):
        assert run(MORNING + late * DAY) == [far, near]


def test_a_day_that_was_missed_is_made_good(programme: Programme, anna: Member, run: Run) -> None:
    has(programme, anna, (450, TODAY + 30 * DAY))
    assert len(run(MORNING + 4 * DAY)) == 1
    has(programme, anna, (9, TODAY + 45 * DAY))
    assert [ref[-2:] for ref in run(MORNING + 40 * DAY)] == ["30", ":7"], "too late for the far one"


@pytest.mark.parametrize(("language", "words"), [
    ("ru", ("Скоро истекает срок: 450 баллов", "450\u00a0баллов: до 21.12.2026 включительно", "Ваши баллы")),
    ("en", ("Expiring soon: 450 points", "450\u00a0points: until the end of 21\u00a0Dec\u00a02026", "Your points")),
])  # fmt: skip
def test_the_letter_says_how_many_and_when_in_his_language(
    programme: Programme, run: Run, language: str, words: tuple[str, ...]
) -> None:
    member = a_member(programme, language)
    has(programme, member, (450, TODAY + 30 * DAY))
    (ref,) = run(MORNING)
    written = letter(ref)
    subject, sentence, button = words
    assert (written.subject, written.recipient) == (subject, member.email)
    assert sentence in written.body_text
    assert "//altitude.test/points\n" in written.body_text
    for part in (sentence, button, '//altitude.test/points"'):
        assert part in html.unescape(written.body_html)


def test_points_of_one_week_stand_in_one_letter(programme: Programme, anna: Member, run: Run) -> None:
    monday = TODAY + 30 * DAY
    has(programme, anna, *((10 + more, monday + more * DAY) for more in range(8)))
    (ref,) = run(MORNING)
    assert letter(ref).subject == "Скоро истекает срок: 91 балл"
    assert letter(ref).body_text.count("– ") == 7
    assert [one.removeprefix(f"expiry:{anna.id}:") for one in run(MORNING + 7 * DAY)] == [
        "2026-12-21:30",
        "2026-12-28:30",
    ]


def test_who_has_spent_them_or_does_not_want_letters_is_left_alone(
    programme: Programme, anna: Member, run: Run
) -> None:
    boris, vera = a_member(programme), a_member(programme)
    for member in (anna, boris, vera):
        has(programme, member, (450, TODAY + 30 * DAY))
    with transaction():
        members.set_notification(anna.id, "expiry", wanted=False)
        members.set_notification(boris.id, "news", wanted=False)
        spend(programme, account_of(vera), 450)
    assert run(MORNING) == [f"expiry:{boris.id}:{TODAY + 30 * DAY}:30"]


def test_what_is_spent_between_promise_and_letter_is_not_in_it(programme: Programme, anna: Member, run: Run) -> None:
    has(programme, anna, (450, TODAY + 30 * DAY))
    assert reminders.remind_all(MORNING) == 1
    with transaction():
        spend(programme, account_of(anna), 450)
    assert run(MORNING) == []


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Moscow", 7), ("Asia/Kamchatka", 22), ("America/New_York", 15)])
def test_each_programme_is_written_to_at_its_own_hour(ctx: Flask, run: Run, zone: str, hour: int) -> None:
    with transaction():
        programme = a_programme(time_zone=zone)
    has(programme, a_member(programme), (450, TODAY + 20 * DAY))
    for other in set(range(24)) - {hour}:
        assert run(MORNING.replace(hour=other)) == []
    assert len(run(MORNING.replace(hour=hour))) == 1


def test_many_members_are_promised_in_sets_and_strangers_stay_out(
    programme: Programme, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "MEMBERS", 2)
    with transaction():
        stranger = a_programme(time_zone="Asia/Kamchatka")
    has(stranger, a_member(stranger), (5, TODAY + 10 * DAY))
    ours = [a_member(programme) for _ in range(5)]
    for member in ours:
        has(programme, member, (5, TODAY + 10 * DAY), (5, TODAY + 20 * DAY))
    assert reminders.remind_all(MORNING) == 10
    assert {ref.split(":")[1] for ref in run(MORNING)} == {str(member.id) for member in ours}


def test_points_that_end_today_are_near_and_those_of_next_month_far() -> None:
    assert [reminders.days_before(TODAY + left * DAY, TODAY) for left in (0, 7, 8, 30, 31)] == [7, 7, 30, 30, None]
