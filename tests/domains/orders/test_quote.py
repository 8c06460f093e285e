"""What an order would cost, and which points would go."""

from datetime import date, timedelta

import pytest
from flask import Flask

from marketplace import catalogue, ledger, orders
from marketplace.core.db import transaction
from marketplace.orders import rules
from tests.builders import orders as shop

DAY = date(2026, 11, 21)


def test_quote_says_price_lots_rest_and_last_day(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, lots=[(1000, None), (120, date(2026, 12, 31)), (300, date(2026, 11, 20))])
        quote = orders.quote(anna, denomination_id=shelf.denomination_id, now=shop.NOW)
    assert (quote.points, quote.money, quote.balance, quote.remains, quote.missing) == (450, 0, 1120, 670, 0)
    assert [(part.expires_on, part.amount) for part in quote.taken] == [(date(2026, 12, 31), 120), (None, 330)]
    assert quote.card_until == DAY + timedelta(days=365)
    assert quote.sale.brand_name("en") == "Detsky Mir"
    with transaction():
        account = ledger.account(shelf.programme.id, "member", owner_id=anna.id)
        shop.an_order(anna, shelf)
        assert sum(lot.remaining for lot in ledger.open_lots(account, DAY)) == quote.remains


def test_quote_of_what_is_too_dear_says_how_much_is_missing(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=100)
        quote = orders.quote(anna, denomination_id=shelf.denomination_id, now=shop.NOW)
    assert (quote.balance, quote.remains, quote.missing, quote.taken) == (100, 0, 350, ())


def test_quote_shares_a_price_between_points_and_money(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(min_points=100, money_rate=67)
        anna = shop.a_member(shelf.programme, points=200)
        quote = orders.quote(anna, denomination_id=shelf.denomination_id, points=150, now=shop.NOW)
        assert (quote.points, quote.money, quote.remains) == (150, 300 * 67, 50)
        assert orders.quote(anna, denomination_id=shelf.denomination_id, now=shop.NOW).money == 0
        for points in (99, 451, -1):
            with pytest.raises(catalogue.WrongSplit):
                orders.quote(anna, denomination_id=shelf.denomination_id, points=points, now=shop.NOW)


def test_quote_of_a_value_in_a_range(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, points=2000)
        quote = orders.quote(anna, offer_id=shelf.offer_id, value=60_000, now=shop.NOW)
        assert (quote.points, quote.sale.value, quote.sale.currency) == (900, 60_000, "RUB")
        with pytest.raises(catalogue.WrongValue):
            orders.quote(anna, offer_id=shelf.offer_id, value=60_001, now=shop.NOW)


@pytest.mark.parametrize(
    ("typed", "order_id"),
    [("В-20418", 418), ("в-20418", 418), ("B-20418", 418), ("v 20418", 418), ("20418", 418), (" В – 20001 ", 1),
     ("В-20000", None), ("В-7", None), ("", None), ("card", None), ("В-" + "9" * 30, None), ("Ж-20418", None)],
)  # fmt: skip
def test_an_orders_number_is_read_as_people_type_it(typed: str, order_id: int | None) -> None:
    assert rules.id_of(typed) == order_id


def test_a_member_sees_his_own_orders_page_by_page(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=4)
        anna, boris = shop.a_member(shelf.programme, points=1350), shop.a_member(shelf.programme, points=450)
        mine = [shop.an_order(anna, shelf) for _ in range(3)]
        shop.an_order(boris, shelf)
    first = orders.of_member(anna.id, limit=2)
    assert first.items == [mine[2], mine[1]]
    assert orders.of_member(anna.id, limit=2, cursor=first.next).items == [mine[0]]
    assert orders.of_member(anna.id, limit=2, cursor=first.next).next is None
