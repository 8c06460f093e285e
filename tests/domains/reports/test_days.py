"""What a programme did by day: counted in its own days, and nothing of another programme."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from marketplace import ledger, orders, reports
from marketplace.core.db import transaction
from tests.builders.orders import a_member, a_shelf, an_order
from tests.builders.programmes import a_programme

LATE = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # half past one on the 21st in Moscow
TOMORROW = LATE + timedelta(1)


def test_days_are_those_of_the_programme_and_every_one_is_there(ctx: Flask) -> None:
    with transaction():
        shelf, elsewhere = (
            a_shelf(a_programme(time_zone="Europe/Moscow")),
            a_shelf(a_programme(time_zone="Europe/Moscow")),
        )
        member = a_member(shelf.programme, lots=[(1000, date(2027, 12, 31)), (600, date(2026, 11, 21))], now=LATE)
        an_order(member, shelf, now=LATE)
        taken_back = an_order(member, shelf, now=TOMORROW)
        orders.cancel(taken_back, why="wrong card", now=TOMORROW)
        an_order(a_member(elsewhere.programme, points=9000, now=LATE), elsewhere, now=LATE)
    with transaction():
        ledger.expire(shelf.programme.id, at=TOMORROW + timedelta(1), today=date(2026, 11, 23))
    found = reports.by_day(
        shelf.programme.id, since=date(2026, 11, 19), until=date(2026, 11, 23), time_zone=shelf.programme.time_zone
    )
    assert found == [
        reports.Day(date(2026, 11, 19), 0, 0, 0, 0),
        reports.Day(date(2026, 11, 20), 0, 0, 0, 0),
        reports.Day(date(2026, 11, 21), 1, 1600, 450, 0),
        reports.Day(date(2026, 11, 22), 1, 0, 450, 0),
        reports.Day(date(2026, 11, 23), 0, 0, 0, 150),
    ]


def test_a_span_that_nobody_could_read_is_refused(ctx: Flask) -> None:
    for until in (date(2025, 12, 31), date(2028, 1, 1)):
        with pytest.raises(AssertionError, match="span"):
            reports.by_day(1, since=date(2026, 1, 1), until=until, time_zone="Europe/Moscow")
