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
    broken = reports.breakage(shelf.programme.id, NOW + timedelta(days=1))
    assert (broken.spent, broken.expired, broken.remote) == (1_950, 77, 77)
    assert broken.proportional == 1_950 * broken.rate_ppm // (1_000_000 - broken.rate_ppm)
