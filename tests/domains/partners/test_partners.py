"""Partners, brands, shops and shelves: written once, found again."""

import pytest
from flask import Flask

from marketplace import partners
from marketplace.core.db import execute, transaction
from marketplace.core.errors import NotFound
from marketplace.partners import BrandFacts, PartnerFacts
from tests.builders.partners import THEN, a_brand, a_partner, the_shelves
from tests.builders.programmes import a_programme

FACTS = {"slug": "detsky-mir", "name_ru": "Детский мир", "name_en": "Detsky Mir", "category_slug": "kids"}


def test_brand_saved_twice_is_one_brand_with_what_was_said_last(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        the_shelves()
        partner, other = a_partner(programme), a_partner(programme)
        first = partners.save_brand(programme.id, partner.id, BrandFacts(**FACTS), now=THEN)
        first_id, first_seen = first.id, first.created_at
        facts = BrandFacts(**FACTS, online=False, keywords="дм", description_en="Toys")
        again = partners.save_brand(programme.id, other.id, facts, now=THEN.replace(year=2027))
    assert (again.id, again.created_at) == (first_id, first_seen)
    assert (again.partner_id, again.online, again.keywords, again.description("en")) == (other.id, False, "дм", "Toys")
    assert partners.brand_by_slug(programme.id, "detsky-mir").id == first_id


def test_partner_saved_twice_is_one_partner(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        first = a_partner(programme, slug="veresk").id
        facts = PartnerFacts(slug="veresk", name_ru="Вереск Карты", name_en="Veresk Cards", inn="9801004170")
        again = partners.save_partner(programme.id, facts)
    assert (again.id, again.name("ru"), again.inn) == (first, "Вереск Карты", "9801004170")
    assert partners.partner_by_slug(programme.id, "veresk") is partners.partner(first)
    assert [partner.id for partner in partners.partners_of(programme.id)] == [first]


def test_same_slug_in_two_programmes_is_two_brands(ctx: Flask) -> None:
    with transaction():
        one, two = a_brand(a_programme(), slug="lenta"), a_brand(a_programme(), slug="lenta")
    assert one.id != two.id
    assert partners.brand_by_slug(two.programme_id, "lenta").id == two.id
    assert set(partners.brands([one.id, two.id, 10**9])) == {one.id, two.id}
    assert partners.brands([]) == {}


def test_shops_are_found_by_city_and_added_once(ctx: Flask) -> None:
    with transaction():
        execute(
            "INSERT INTO cities (slug, name_ru, name_en) VALUES ('omsk', 'Омск', 'Omsk'), ('tver', 'Тверь', 'Tver')"
        )
        brand = a_brand(a_programme())
        place = {"name_ru": "Галерея", "name_en": "Galeria", "address_ru": "Ленина, 1", "address_en": "1 Lenina"}
        for _ in range(2):
            partners.add_shop(brand.id, city_slug="omsk", **place)
        partners.add_shop(brand.id, city_slug="tver", **place)
    assert len(partners.shops(brand.id)) == 2
    assert [shop.address("en") for shop in partners.shops(brand.id, "omsk")] == ["1 Lenina"]
    assert partners.shops(brand.id, "nowhere") == []


def test_shelves_stand_in_their_order(ctx: Flask) -> None:
    with transaction():
        the_shelves()
        partners.save_category("books", name_ru="Книги", name_en="Books", position=-1)
    assert [shelf.slug for shelf in partners.categories()][:2] == ["books", "kids"]


def test_what_is_not_there_is_not_found(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
    for ask in (
        lambda: partners.brand(1_000_000),
        lambda: partners.brand_by_slug(programme.id, "nobody"),
        lambda: partners.partner(1_000_000),
        lambda: partners.partner_by_slug(programme.id, "nobody"),
    ):
        with pytest.raises(NotFound):
            ask()
