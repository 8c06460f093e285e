"""What is sold, exactly, and the arithmetic of its price."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from marketplace import catalogue
from marketplace.catalogue import rules
from marketplace.core.db import execute, transaction
from tests.builders.catalogue import NOW, RANGE, an_offer, denominations
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

DAY = timedelta(days=1)
WHOLE = st.integers(min_value=1, max_value=10**9)


def test_denomination_is_sold_with_everything_an_order_must_know(ctx: Flask) -> None:
    with transaction():
        brand = a_brand(a_programme())
        offer_id = an_offer(
            brand, denominations=((30_000, 450, 500),), min_points=100, money_rate=80, per_member_limit=3
        )
        denomination_id = denominations(offer_id)[30_000]
    sold = catalogue.for_sale(denomination_id, programme_id=brand.programme_id, now=NOW)
    assert (sold.offer_id, sold.denomination_id, sold.brand_id, sold.partner_id) == (
        offer_id, denomination_id, brand.id, brand.partner_id,
    )  # fmt: skip
    assert (sold.value, sold.price_points, sold.old_price_points, sold.currency) == (30_000, 450, 500, "RUB")
    assert (sold.min_points, sold.money_rate, sold.per_member_limit, sold.total_limit) == (100, 80, 3, None)
    assert (sold.title("ru"), sold.brand_name("en"), sold.fulfilment) == ("Подарочная карта", "Detsky Mir", "stock")


def test_what_is_not_for_sale_says_why(ctx: Flask) -> None:
    with transaction():
        brand = a_brand(a_programme())
        reasons = {
            "not_started": an_offer(brand, starts_at=NOW + DAY),
            "ended": an_offer(brand, ends_at=NOW),
            "tier": an_offer(brand, tier="gold"),
            "supplier": an_offer(brand, fulfilment="supplier"),
            "withdrawn": an_offer(brand),
        }
        execute("UPDATE offers SET published = false WHERE id = %(id)s", {"id": reasons["withdrawn"]})
        for reason, offer_id in reasons.items():
            with pytest.raises(catalogue.NotForSale) as refused:
                catalogue.for_sale(
                    denominations(offer_id)[30_000], programme_id=brand.programme_id, tier="silver", now=NOW
                )
            assert refused.value.facts["reason"] == reason
        gold = denominations(reasons["tier"])[30_000]
        assert catalogue.for_sale(gold, programme_id=brand.programme_id, tier="gold", now=NOW).tier == "gold"
        execute("UPDATE denominations SET active = false WHERE id = %(id)s", {"id": gold})
        with pytest.raises(catalogue.NotForSale):
            catalogue.for_sale(gold, programme_id=brand.programme_id, tier="gold", now=NOW)


def test_offers_of_another_programme_do_not_exist(ctx: Flask) -> None:
    with transaction():
        brand, other = a_brand(a_programme()), a_programme()
        fixed, ranged = an_offer(brand), an_offer(brand, **RANGE)
        with pytest.raises(catalogue.NoOffer):
            catalogue.for_sale(denominations(fixed)[30_000], programme_id=other.id, now=NOW)
        with pytest.raises(catalogue.NoOffer):
            catalogue.for_sale_range(ranged, 50_000, programme_id=other.id, now=NOW)


def test_range_sells_its_steps_and_its_ends(ctx: Flask) -> None:
    with transaction():
        brand = a_brand(a_programme())
        ranged, fixed = an_offer(brand, **RANGE), an_offer(brand)
    for value, price in ((50_000, 750), (60_000, 900), (500_000, 7500)):
        sold = catalogue.for_sale_range(ranged, value, programme_id=brand.programme_id, now=NOW)
        assert (sold.value, sold.price_points, sold.denomination_id) == (value, price, None)
    for value in (40_000, 510_000, 55_000, 0, -50_000, 10**20):
        with pytest.raises(catalogue.WrongValue):
            catalogue.for_sale_range(ranged, value, programme_id=brand.programme_id, now=NOW)
    with pytest.raises(catalogue.WrongValue):
        catalogue.for_sale_range(fixed, 30_000, programme_id=brand.programme_id, now=NOW)


@given(WHOLE, WHOLE, WHOLE)
def test_price_of_a_range_is_the_smallest_whole_one_that_is_not_too_low(value: int, points: int, per: int) -> None:
    price = rules.range_price(value, points, per)
    assert price >= 1
    assert price * per >= value * points > (price - 1) * per


def test_shop_shows_the_price_at_which_a_range_is_sold_and_verify_finds_another(ctx: Flask) -> None:
    with transaction():
        brand = a_brand(a_programme())
        offer = an_offer(brand, **RANGE | {"value_min": 50_100, "value_step": 100, "rate_points": 3, "rate_value": 200})
    ends = execute("SELECT price_min, price_max FROM offers WHERE id = %(id)s", {"id": offer}).one()
    sold = [
        catalogue.for_sale_range(offer, value, programme_id=brand.programme_id, now=NOW) for value in (50_100, 500_000)
    ]
    assert list(ends) == [one.price_points for one in sold] == [752, 7_500]
    assert catalogue.invariants() == []
    with transaction():
        execute("UPDATE offers SET price_min = 751 WHERE id = %(id)s", {"id": offer})
    assert [finding.rule for finding in catalogue.invariants()] == ["a range costs what its rate says"]


@given(price=WHOLE, share=st.integers(0, 100), rate=st.integers(1, 10**6), decimals=st.integers(0, 2))
def test_points_and_money_cover_the_price(price: int, share: int, rate: int, decimals: int) -> None:
    points = max(1, price * share // 100)
    paid = rules.split(price, points, min_points=1, money_rate=rate, decimals=decimals)
    assert paid.points == points
    whole = 10**decimals
    assert paid.money * whole >= (price - points) * rate > (paid.money - 1) * whole
    assert (paid.money == 0) == (points == price)
    more = rules.split(price, price, min_points=1, money_rate=rate, decimals=decimals)
    assert more == (price, 0)


def test_split_keeps_to_its_bounds() -> None:
    for points, least, rate in ((99, 100, 80), (451, 100, 80), (449, None, None), (0, None, None), (-1, 1, 1)):
        with pytest.raises(catalogue.WrongSplit):
            rules.split(450, points, min_points=least, money_rate=rate, decimals=0)
    assert rules.split(450, 450, min_points=None, money_rate=None, decimals=0) == (450, 0)
    assert rules.split(50, 50, min_points=100, money_rate=80, decimals=0) == (50, 0)  # cheaper than the least


def test_certificate_ends_with_its_code_at_the_latest() -> None:
    day = date(2026, 11, 21)
    assert rules.valid_until(day, 365, None) == date(2027, 11, 21)
    assert rules.valid_until(day, 365, date(2026, 12, 31)) == date(2026, 12, 31)
    assert rules.valid_until(day, 10, date(2026, 12, 31)) == date(2026, 12, 1)


def test_discount_never_promises_more_than_it_is() -> None:
    assert [rules.discount_percent(*pair) for pair in ((1190, 1400), (1, 1000), (100, None), (100, 100), (999, 1000))] == [
        15, 99, 0, 0, 0,
    ]  # fmt: skip
