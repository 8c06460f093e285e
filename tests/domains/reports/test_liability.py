"""What members could still spend, at any moment."""

from datetime import UTC, date, datetime, timedelta

from flask import Flask

from marketplace import ledger, orders, reports
from marketplace.core.db import transaction
from tests.builders.orders import NOW, a_member, a_range_shelf, a_shelf, an_order

SPRING = date(2027, 3, 31)


def test_one_liability_report_ties_to_the_ledger_to_the_last_unit(ctx: Flask) -> None:
    with transaction():
        shelf = a_shelf(stock=3, price=450)
        anna = a_member(shelf.programme, lots=[(3_000, SPRING), (300, None)], now=NOW - timedelta(days=40))
        a_member(shelf.programme, lots=[(77, date(2026, 11, 20))], now=NOW - timedelta(days=40))
        an_order(anna, shelf, now=NOW)
        back = an_order(anna, shelf, now=NOW + timedelta(hours=1))
        an_order(
            anna, a_range_shelf(shelf.programme), now=NOW + timedelta(hours=2)
        )  # 1 500 points wait for its certificate
        orders.cancel(back, why="", now=NOW + timedelta(hours=3))
        ledger.expire(shelf.programme.id, today=shelf.programme.day(NOW), at=NOW + timedelta(hours=4))
    zone = shelf.programme.time_zone

    now = reports.liability(shelf.programme.id, NOW + timedelta(days=1), time_zone=zone)
    assert now.ties
    assert (now.spendable, now.held, now.debts) == (1_350, 1_500, 0)
    assert {(one.expires_in, one.points) for one in now.lots} == {(date(2027, 3, 1), 1_050), (None, 300)}
    decimals = shelf.programme.decimals
    prices = {"programme": (70_000_000, 80_000_000)}
    at_prices = tuple(1_350 * price // 10 ** (6 + decimals) for price in prices["programme"])
    assert reports.worth(now.lots, prices, decimals=decimals) == (*at_prices, 0)
    assert reports.worth(now.lots, {}, decimals=decimals) == (0, 0, 1_350), "no contract names a price"
    then = reports.liability(shelf.programme.id, NOW + timedelta(hours=1, minutes=1), time_zone=zone)
    assert (then.ties, then.spendable) == (True, 3_377 - 900), "two orders stood, and nothing had expired"
    assert reports.liability(shelf.programme.id, datetime(2026, 1, 1, tzinfo=UTC), time_zone=zone).total == 0
    assert reports.liability_by_month(shelf.programme.id, NOW + timedelta(days=1), time_zone=zone)[-2:] == [
        (date(2026, 10, 1), 3_377),
        (date(2026, 11, 1), 2_850),
    ]
    broken = reports.breakage(shelf.programme.id, NOW + timedelta(days=1), time_zone=zone)
    assert (broken.spent, broken.expired, broken.remote) == (450, 77, 77), "neither cancelled nor waiting is spent"
    assert (broken.rate_ppm, broken.proportional) == (1_000_000, 77), "nothing of what ended was spent"


def test_breakage_follows_what_is_spent_at_the_rate_of_lots_that_have_ended(ctx: Flask) -> None:
    """By hand: of 1,000 that ended 900 were spent and 100 expired; of 2,000 that are alive 450 were spent, and 1,500 of others wait."""
    early = NOW - timedelta(days=15)
    with transaction():
        shelf = a_shelf(stock=4, price=450)
        anna = a_member(
            shelf.programme, lots=[(1_000, date(2026, 11, 20)), (2_000, SPRING)], now=NOW - timedelta(days=40)
        )
        boris = a_member(shelf.programme, lots=[(1_500, SPRING)], now=NOW - timedelta(days=40))
        for hours in (0, 1):
            an_order(anna, shelf, now=early + timedelta(hours=hours))
        ledger.expire(shelf.programme.id, today=shelf.programme.day(NOW), at=NOW)
        an_order(anna, shelf, now=NOW + timedelta(hours=1))
        an_order(boris, a_range_shelf(shelf.programme), now=NOW + timedelta(hours=2))
    asked = {"time_zone": shelf.programme.time_zone}

    alive = reports.breakage(shelf.programme.id, NOW - timedelta(days=2), **asked)
    assert alive == (900, 0, None, None, 0), "no lot had ended"
    broken = reports.breakage(shelf.programme.id, NOW + timedelta(days=1), **asked)
    assert broken == (1_350, 100, 100_000, 150, 100), "1,350 spent: a ninth of it"


def test_rows_of_a_report_add_up_to_what_all_come_to() -> None:
    rows = [[reports.Lots(SPRING, None, "bank", False, points)] for points in (5, 5, 5, 7)]
    prices = {"bank": (300_000, 500_000)}
    found = reports.worths(rows, prices, decimals=0)
    together = reports.worth([one for row in rows for one in row], prices, decimals=0)
    assert tuple(map(sum, zip(*found, strict=True))) == together == (6, 11, 0)
