"""The clocks of a case: working hours, holidays and time zones; the member's own time never counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.support import cases
from marketplace.support.cases.clocks import desks, rules
from marketplace.support.cases.clocks.rules import Hours, Mark, Times
from tests.builders.programmes import a_programme

START = datetime(2026, 3, 1, tzinfo=UTC)
PROMISED = Times(60, 480)
moments = st.integers(0, 60 * 24 * 120).map(lambda minutes: START + timedelta(minutes=minutes))
works = st.integers(0, 6_000).map(lambda minutes: timedelta(minutes=minutes))
desks_of = st.builds(
    lambda zone, opens, length, days, free: Hours(zone, opens, min(1440, opens + length), frozenset(days), lambda day: day.day in free),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Vladivostok"]), st.integers(0, 1300), st.integers(60, 1440),
    st.sets(st.integers(1, 7), min_size=1), st.sets(st.integers(1, 31), max_size=6),
)  # fmt: skip


@given(desks_of, moments, works)
@settings(max_examples=150, deadline=None)
def test_what_is_due_after_some_work_is_due_when_just_that_much_was_worked(
    hours: Hours, since: datetime, work: timedelta
) -> None:
    due = rules.after(hours, since, work)
    assert rules.worked(hours, since, due) == work
    assert due >= since


@given(desks_of, moments, moments, moments)
@settings(max_examples=150, deadline=None)
def test_working_time_adds_up_and_never_runs_faster_than_the_clock(
    hours: Hours, one: datetime, two: datetime, three: datetime
) -> None:
    first, second, third = sorted((one, two, three))
    parts = rules.worked(hours, first, second), rules.worked(hours, second, third)
    assert sum(parts, timedelta()) == rules.worked(hours, first, third) <= third - first


@given(desks_of, moments, st.lists(st.integers(1, 4_000), min_size=3, max_size=3))
@settings(max_examples=150, deadline=None)
def test_time_that_we_wait_for_the_member_puts_the_solution_off_and_the_first_answer_not(
    hours: Hours, opened: datetime, gaps: list[int]
) -> None:
    waits, resumes, _ = (opened + timedelta(minutes=sum(gaps[: n + 1])) for n in range(3))
    without = rules.clock([Mark("opened", opened)], PROMISED, hours)
    paused = [Mark("opened", opened), Mark("waiting", waits, "member")]
    assert rules.clock(paused, PROMISED, hours) == (without.first_due, None)
    then = rules.clock([*paused, Mark("resumed", resumes)], PROMISED, hours)
    assert then.first_due == without.first_due
    used = rules.worked(hours, opened, waits)
    left = timedelta(minutes=PROMISED.solve) - used
    assert then.solve_due == (rules.after(hours, resumes, left) if left > timedelta() else resumes)
    partner = [Mark("opened", opened), Mark("waiting", waits, "partner"), Mark("resumed", resumes)]
    assert rules.clock(partner, PROMISED, hours) == without, "what we owe runs on while a partner keeps us waiting"


def test_a_case_of_friday_evening_is_due_after_the_holidays() -> None:
    hours = Hours("Europe/Moscow", 9 * 60, 18 * 60, frozenset({1, 2, 3, 4, 5}), lambda day: desks.is_holiday("RU", day))
    before = datetime(2025, 12, 30, 14, 30, tzinfo=UTC)  # 17:30 in Moscow, on the last working day of the year
    assert desks.is_holiday("RU", date(2026, 1, 5))
    due = rules.clock([Mark("opened", before)], PROMISED, hours).first_due
    assert due == datetime(2026, 1, 12, 6, 30, tzinfo=UTC), "half an hour that evening, half an hour after the holidays"


def test_a_closed_case_has_no_clock_and_one_that_comes_back_begins_anew() -> None:
    hours = Hours("UTC", 0, 1440, frozenset(range(1, 8)), lambda _day: False)
    marks = [
        Mark("opened", START),
        Mark("answered", START + timedelta(minutes=5)),
        Mark("closed", START + timedelta(hours=7)),
    ]
    assert rules.clock(marks, PROMISED, hours) == (None, None)
    back = START + timedelta(days=3)
    assert rules.clock([*marks, Mark("reopened", back)], PROMISED, hours).solve_due == back + timedelta(hours=8)


@pytest.mark.parametrize(
    ("state", "facts", "step"),
    [
        ("open", {"ours": True}, "reissue"), ("open", {}, "ask_partner"), ("waits_partner", {"asked": "waiting"}, "wait_for_partner"),
        ("open", {"asked": "cancelled"}, "partner_cancelled"), ("open", {"asked": "kept"}, "partner_kept"), ("open", {"card": "spent"}, "card_ended"),
        ("open", {"card": "replaced", "ours": True}, "card_replaced"), ("open", {"card": ""}, ""), ("closed", {"ours": True}, ""),
    ],
)  # fmt: skip
def test_the_desk_advises_the_next_step(state: str, facts: dict[str, object], step: str) -> None:
    known = {"card": "frozen", "ours": False, "asked": ""} | facts
    assert rules.next_step(state, **known) == step  # type: ignore[arg-type]


def test_a_desk_promises_only_what_its_hours_can_keep(app: Flask) -> None:
    with app.app_context(), transaction():
        programme, now = a_programme(), clock.now()
        hour = cases.Desk(opens=540, closes=600, weekdays=(1,))
        cases.set_promise(programme.id, "data", "low", cases.Times(60, 100_000), now=now)
        with pytest.raises(cases.BadDesk):
            cases.set_desk(programme.id, hour, now=now)
        cases.set_promise(programme.id, "data", "low", cases.Times(60, 10_000), now=now)
        cases.set_desk(programme.id, hour, now=now)
        with pytest.raises(cases.BadDesk):
            cases.set_promise(programme.id, "data", "low", cases.Times(60, 20_000), now=now)
        until = cases.after(cases.hours(programme), now, timedelta(minutes=10_000))
    assert until > now, "what may be promised can be counted"
