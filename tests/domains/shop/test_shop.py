"""The shop shows what can be ordered now, and nothing else."""

import random
from datetime import datetime, timedelta

import pytest
from flask import Flask

from marketplace import catalogue, codes, shop
from marketplace.core.db import execute, transaction
from marketplace.core.paging import BadCursor, BadLimit, encode
from marketplace.programmes import Programme
from marketplace.shop import BrandTile
from tests.builders.catalogue import NOW, RANGE, a_shop, an_offer, denominations
from tests.builders.codes import TODAY, codes_in_stock
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

DAY = timedelta(days=1)


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    """A programme with an empty shop."""
    with transaction():
        return a_programme()


def slugs(programme: Programme, **wanted: object) -> list[str]:
    """Every brand of the shop in order, page by page, and counted."""
    shown: list[str] = []
    cursor = None
    limit = wanted.pop("limit", 100)
    while True:
        page = shop.tiles(programme.id, now=NOW, cursor=cursor, limit=limit, **wanted)
        shown += [tile.slug for tile in page.items]
        cursor = page.next
        if cursor is None:
            break
    wanted.pop("sort", None)
    assert shop.total(programme.id, now=NOW, **wanted) == len(shown)
    return shown


def only(programme: Programme, **wanted: object) -> BrandTile:
    (tile,) = shop.tiles(programme.id, now=NOW, **wanted).items
    return tile


def test_brand_leaves_the_shop_with_its_last_code_and_comes_back_with_it(programme: Programme) -> None:
    with transaction():
        brand = a_brand(programme, slug="detsky-mir")
        offer_id = an_offer(brand, stock=1, denominations=((30_000, 450, None),))
        denomination_id = denominations(offer_id)[30_000]
    assert slugs(programme) == ["detsky-mir"]
    with transaction():
        codes.claim(denomination_id, today=TODAY)
    assert slugs(programme) == []
    assert shop.brand_page(programme.id, "detsky-mir", now=NOW).offers == []
    assert shop.offers(programme.id, now=NOW).items == []
    with pytest.raises(catalogue.NoOffer):
        shop.offer(offer_id, programme_id=programme.id, now=NOW)
    with transaction():
        codes_in_stock(brand, denomination_id, 1)
    assert slugs(programme) == ["detsky-mir"]


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_at": NOW + DAY},
        {"ends_at": NOW},
        {"tier": "gold"},
        {"fulfilment": "supplier"},
        {"stock": 0},
        RANGE | {"fulfilment": "supplier"},
        RANGE | {"ends_at": NOW - DAY, "starts_at": NOW - 2 * DAY},
    ],
)
def test_the_shop_never_shows_what_cannot_be_ordered(programme: Programme, facts: dict[str, object]) -> None:
    with transaction():
        an_offer(a_brand(programme), **facts)
    assert slugs(programme) == []
    assert shop.offers(programme.id, now=NOW).items == []
    assert shop.shelves(programme.id, now=NOW) == []


@pytest.mark.parametrize(
    "facts",
    [{"starts_at": NOW, "ends_at": NOW + DAY}, {"tier": "gold"}, {"stock": 0, "fulfilment": "own"}, RANGE],
)
def test_what_can_be_ordered_is_shown(programme: Programme, facts: dict[str, object]) -> None:
    with transaction():
        offer_id = an_offer(a_brand(programme), **facts)
    assert len(slugs(programme, tier="gold")) == 1
    assert [view.id for view in shop.offers(programme.id, tier="gold", now=NOW).items] == [offer_id]
    assert shop.offer(offer_id, programme_id=programme.id, tier="gold", now=NOW).id == offer_id
    assert shop.shelves(programme.id, tier="gold", now=NOW) == ["kids"]


def test_expired_codes_are_no_stock(programme: Programme) -> None:
    with transaction():
        brand = a_brand(programme)
        offer_id = an_offer(brand, stock=0)
        codes_in_stock(brand, denominations(offer_id)[30_000], 1, expires_on=TODAY)
    assert len(slugs(programme)) == 1
    assert shop.total(programme.id, now=NOW + DAY) == 0


def test_offer_that_is_used_up_is_not_shown(programme: Programme) -> None:
    with transaction():
        offer_id = an_offer(a_brand(programme), total_limit=2)
        execute("INSERT INTO offer_usage (offer_id, used) VALUES (%(id)s, 1)", {"id": offer_id})
    assert len(slugs(programme)) == 1
    with transaction():
        execute("UPDATE offer_usage SET used = 2")
    assert slugs(programme) == []


def test_tile_shows_values_price_and_what_it_was(programme: Programme) -> None:
    with transaction():
        brand = a_brand(programme, now=NOW - 3 * DAY)
        offer_id = an_offer(brand, denominations=((30_000, 450, None), (100_000, 1190, 1400), (300_000, 4000, None)))
        an_offer(brand, denominations=((7_700, 9_999, None),), currency="USD")
    tile = only(programme)
    assert (tile.value_min, tile.value_max, tile.currency, tile.any_value) == (30_000, 300_000, "RUB", False)
    assert (tile.price_points, tile.old_price_points, tile.discount_percent) == (450, None, 0)
    assert (tile.name("ru"), tile.category("en"), tile.kind, tile.is_new) == ("Детский мир", "Kids", "gift_card", True)
    with transaction():
        for _ in range(2):
            codes.claim(denominations(offer_id)[30_000], today=TODAY)
    tile = only(programme)
    assert (tile.value_min, tile.price_points, tile.old_price_points, tile.discount_percent) == (
        100_000,
        1190,
        1400,
        15,
    )
    assert not shop.tiles(programme.id, now=NOW + 40 * DAY).items[0].is_new


def test_range_shows_any_value_and_its_least_price(programme: Programme) -> None:
    with transaction():
        an_offer(a_brand(programme), **(RANGE | {"value_min": 50_100, "value_step": 100}))
    tile = only(programme)
    assert (tile.any_value, tile.value_min, tile.value_max) == (True, 50_100, 500_000)
    assert tile.price_points == catalogue.range_price(50_100, 3, 200) == 752


def test_prices_from_and_to_look_at_single_denominations(programme: Programme) -> None:
    with transaction():
        an_offer(a_brand(programme, slug="fixed"), denominations=((30_000, 450, None), (100_000, 1350, None)))
        an_offer(a_brand(programme, slug="ranged", rank=2000), **RANGE)  # 750 to 7 500 points
    assert slugs(programme) == ["fixed", "ranged"]
    assert slugs(programme, points_from=451, points_to=749) == []
    assert slugs(programme, points_to=450) == ["fixed"]
    assert slugs(programme, points_from=1351) == ["ranged"]
    assert slugs(programme, affordable=449) == []
    assert slugs(programme, affordable=800, points_to=5000) == ["fixed", "ranged"]
    assert slugs(programme, affordable=0) == []
    tile = only(programme, points_from=1000, points_to=1350, kind="gift_card")
    assert (tile.price_points, tile.value_min) == (1350, 100_000)
    (view,) = shop.offers(programme.id, now=NOW, points_to=450).items
    assert [price.price_points for price in view.denominations] == [450]
    assert slugs(programme, points_from=10**30) == []


def test_shelves_and_cities_narrow_the_shop(programme: Programme) -> None:
    with transaction():
        execute("INSERT INTO cities (slug, name_ru, name_en) VALUES ('moscow', 'М', 'M'), ('omsk', 'О', 'O')")
        an_offer(a_brand(programme, slug="everywhere", online=False))
        an_offer(
            a_brand(programme, slug="in-omsk", online=False, city_slugs=("omsk",), category_slug="books", rank=2000)
        )
        an_offer(a_brand(programme, slug="net", online=True, city_slugs=("moscow",), rank=3000))
    assert slugs(programme, city="omsk") == ["everywhere", "in-omsk", "net"]
    assert slugs(programme, city="moscow") == ["everywhere", "net"]
    assert slugs(programme, category="books") == ["in-omsk"]
    assert slugs(programme, category="books", city="moscow") == []
    assert shop.shelves(programme.id, now=NOW) == ["kids", "books"]


@pytest.mark.parametrize("sort", ["popular", "new", "cheap"])
def test_pages_hold_each_brand_once_and_in_order(programme: Programme, sort: str) -> None:
    with transaction():
        for number in range(11):
            brand = a_brand(programme, slug=f"b{number}", rank=number // 3, now=NOW - (number % 4) * DAY)
            an_offer(brand, denominations=((30_000, 100 + number % 5, None),))
    whole = slugs(programme, sort=sort)
    assert sorted(whole) == sorted(f"b{number}" for number in range(11))
    assert slugs(programme, sort=sort, limit=3) == whole
    tiles = shop.tiles(programme.id, sort=sort, now=NOW).items
    if sort == "cheap":
        assert [tile.price_points for tile in tiles] == sorted(tile.price_points for tile in tiles)
    if sort == "new":
        assert whole[:3] == ["b8", "b4", "b0"]


def test_cheapest_first_is_the_order_of_what_each_brand_sells_for(programme: Programme) -> None:
    """By price the shop walks along prices; this asks for everything and sorts it."""
    chance = random.Random(7)
    with transaction():
        other = a_programme()
        for number in range(30):
            brand = a_brand(other if number % 10 == 9 else programme, slug=f"b{number}", rank=number)
            for _ in range(chance.randint(1, 3)):
                values = sorted(chance.sample(range(10, 90), k=chance.randint(1, 3)))
                prices = tuple((value * 1_000, chance.randint(4, 12) * 100, None) for value in values)
                an_offer(
                    brand, denominations=prices, stock=chance.choice([0, 1, 1]), tier=chance.choice(["", "", "gold"])
                )
            if chance.random() < 0.3:  # from 500 to 900 points
                an_offer(brand, **(RANGE | {"value_min": chance.randint(3, 6) * 10_000, "rate_value": 200}))
    for wanted in (
        {},
        {"points_from": 700},
        {"points_to": 800},
        {"points_from": 600, "points_to": 900},
        {"tier": "gold"},
    ):
        tiles = shop.tiles(programme.id, now=NOW, limit=100, **wanted).items
        assert len(tiles) > 3
        expected = [tile.slug for tile in sorted(tiles, key=lambda tile: (tile.price_points, tile.brand_id))]
        assert slugs(programme, sort="cheap", **wanted) == expected
        assert slugs(programme, sort="cheap", limit=2, **wanted) == expected


def test_pages_of_a_search_hold_each_brand_once(programme: Programme) -> None:
    with transaction():
        a_shop(programme, *((f"mir-{n}", f"Мир {n}", f"World {n}") for n in "abcdefgh"))
    assert len(slugs(programme, q="мир", limit=3)) == len(set(slugs(programme, q="мир", limit=3))) == 8
    assert slugs(programme, q="мир", limit=3, sort="cheap") == slugs(programme, q="мир", sort="cheap")


@pytest.mark.parametrize(
    "cursor", ["x", "", "🙂", encode(["a", 1]), encode([1]), encode([None, 1]), encode([1, 2**80])]
)
def test_cursor_of_somebody_else_is_refused(programme: Programme, cursor: str) -> None:
    for sort in ("popular", "new", "cheap"):
        with pytest.raises(BadCursor):
            shop.tiles(programme.id, sort=sort, now=NOW, cursor=cursor)
    with pytest.raises(BadCursor):
        shop.offers(programme.id, now=NOW, cursor=cursor if cursor != encode([1]) else "x")


def test_page_has_one_to_a_hundred_tiles(programme: Programme) -> None:
    for limit in (0, -1, 101):
        with pytest.raises(BadLimit):
            shop.tiles(programme.id, now=NOW, limit=limit)


def test_another_programme_has_its_own_shop(programme: Programme, now: datetime) -> None:
    with transaction():
        other = a_programme()
        an_offer(a_brand(other))
    assert slugs(programme) == []
    assert len(slugs(other)) == 1


def test_brand_page_has_offers_prices_and_shops(programme: Programme) -> None:
    with transaction():
        execute("INSERT INTO cities (slug, name_ru, name_en) VALUES ('moscow', 'М', 'M'), ('omsk', 'О', 'O')")
        brand = a_brand(programme, slug="detsky-mir", description_ru="<script>alert(1)</script>")
        fixed, ranged = an_offer(brand), an_offer(brand, min_points=100, money_rate=80, **RANGE)
        for city in ("moscow", "omsk"):
            place = {"name_ru": "Галерея", "name_en": "Galeria", "address_ru": "1", "address_en": "1"}
            execute(
                """INSERT INTO shops (brand_id, city_slug, name_ru, name_en, address_ru, address_en)
                   VALUES (%(brand)s, %(city)s, %(name_ru)s, %(name_en)s, %(address_ru)s, %(address_en)s)""",
                place | {"brand": brand.id, "city": city},
            )
    page = shop.brand_page(programme.id, "detsky-mir", city="omsk", now=NOW)
    assert page.brand.description("ru") == "<script>alert(1)</script>"  # data; the page escapes it
    assert [view.id for view in page.offers] == [fixed, ranged]
    assert [(p.value, p.price_points) for p in page.offers[0].denominations] == [(30_000, 450), (50_000, 700)]
    assert (page.offers[1].denominations, page.offers[1].value_max, page.offers[1].money_rate) == ((), 500_000, 80)
    assert [shop.city_slug for shop in page.shops] == ["omsk"]
    with pytest.raises(Exception, match="not_found"):
        shop.brand_page(programme.id, "unknown", now=NOW)
