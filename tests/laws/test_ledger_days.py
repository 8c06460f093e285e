"""A lot's last day ends at midnight of its programme, wherever that is: 14 zones, days of 23 and 25 hours, leap days, year ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from marketplace import ledger, programmes
from marketplace.core.db import transaction
from marketplace.ledger import Entry, NotEnoughPoints
from marketplace.programmes import Programme
from tests.builders import books
from tests.builders.ledger import a_member_account, a_ref
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof

ZONES = (
    "Pacific/Kiritimati", "Pacific/Apia", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Vladivostok", "Asia/Kolkata",
    "Asia/Kathmandu", "Europe/Moscow", "Europe/Kaliningrad", "Europe/Berlin", "UTC", "America/St_Johns", "America/New_York",
    "Pacific/Pago_Pago",
)  # fmt: skip
PLAIN = (date(2027, 6, 15), date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 2, 28))
SECOND = timedelta(seconds=1)


def hours(day: date, zone: ZoneInfo) -> float:
    return (midnight(day + timedelta(days=1), zone) - midnight(day, zone)).total_seconds() / 3600


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def days_of(zone: ZoneInfo) -> list[date]:
    """Plain days, and each day of 2027 that is shorter or longer than the others."""
    year = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    return [*PLAIN, *(day for day in year if hours(day, zone) != 24)]


class Undone(Exception):
    """Ends a payment that was only tried."""


def can_pay(programme: Programme, account: int, at: datetime) -> bool:
    """Whether the account can pay 10 at this moment."""
    try:
        with transaction():
            partner = ledger.account(programme.id, "partner", owner_id=1)
            books.post(
                programme.id, "adjustment", ref=a_ref("day"), at=at, today=programme.day(at),
                entries=[Entry(account, -10), Entry(partner, 10)],
            )  # fmt: skip
            raise Undone
    except Undone:
        return True
    except NotEnoughPoints:
        return False


@pytest.mark.proof("P13")
@pytest.mark.parametrize("zone", ZONES)
def test_points_live_to_the_last_second_of_their_day(ctx: Flask, zone: str, proof: Proof) -> None:
    check_expiry(zone)
    proof.count("moments of expiry in 14 zones", 3 * len(days_of(ZoneInfo(zone))))


def check_expiry(zone: str) -> None:
    """Points can be spent up to the last second of their day, and are swept once, from the next second on."""
    with transaction():
        programme = a_programme(texts=False, time_zone=zone)
    for day in days_of(ZoneInfo(zone)):
        end = midnight(day + timedelta(days=1), ZoneInfo(zone))
        with transaction():
            account = a_member_account(programme, 10, expires_on=day)
        for at, alive in ((end - SECOND, True), (end, False), (end + SECOND, False)):
            with transaction():
                assert ledger.balance(account, programme.day(at)) == (10 if alive else 0)
            assert can_pay(programme, account, at) is alive
        with transaction():
            assert ledger.expire(programme.id, at=end - SECOND, today=programme.day(end - SECOND)).points == 0
        with transaction():
            assert ledger.expire(programme.id, at=end, today=programme.day(end)).points == 10
        with transaction():
            assert ledger.expire(programme.id, at=end + SECOND, today=programme.day(end + SECOND)).points == 0
    with transaction():
        assert ledger.invariants() == []


@pytest.mark.proof("P13", control=True)
@pytest.mark.spoils_the_books
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Moscow", "America/New_York"])
def test_control_a_clock_that_knows_no_zones_is_noticed(ctx: Flask, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Programme, "day", lambda _, at: at.date())
    with pytest.raises(AssertionError):
        check_expiry(zone)


@pytest.mark.proof("P13")
@pytest.mark.parametrize("zone", ZONES)
def test_points_earned_a_second_before_midnight_are_of_the_day_that_ends(ctx: Flask, zone: str) -> None:
    with transaction():
        programme = a_programme(texts=False, time_zone=zone, expiry_months=12, expiry_end="day")
    for day in days_of(ZoneInfo(zone)):
        end = midnight(day + timedelta(days=1), ZoneInfo(zone))
        before, after = (programme.day(at) for at in (end - SECOND, end))
        assert (before, after) == (day, day + timedelta(days=1))
        year_on = (
            date(before.year + 1, 3, 1) - SECOND * 86400
            if (day.month, day.day) == (2, 29)
            else day.replace(year=day.year + 1)
        )
        assert programmes.expiry_of(programme, before) == year_on
