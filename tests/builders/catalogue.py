"""Offers for tests, published as a file would. All need a transaction."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from marketplace import catalogue
from marketplace.catalogue import OfferFacts
from marketplace.core.db import execute
from marketplace.partners import Brand
from marketplace.programmes import Programme
from tests.builders.codes import codes_in_stock
from tests.builders.partners import a_brand

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RANGE = {
    "denominations": (), "fulfilment": "own", "kind": "certificate", "value_min": 50_000, "value_max": 500_000,
    "value_step": 10_000, "rate_points": 3, "rate_value": 200,
}  # fmt: skip
_numbers = count(1)


def some_facts(brand: Brand, **over: Any) -> OfferFacts:
    """A gift card of 300 ₽ for 450 points and of 500 ₽ for 700."""
    number = next(_numbers)
    values = {
        "row": number, "external_ref": f"offer-{number}", "brand": brand.slug, "kind": "gift_card",
        "title_ru": "Подарочная карта", "title_en": "Gift card", "fulfilment": "stock", "currency": "RUB",
        "denominations": ((30_000, 450, None), (50_000, 700, None)),
    } | over  # fmt: skip
    return OfferFacts(**values)


def an_offer(brand: Brand, *, stock: int = 2, now: datetime = NOW, **over: Any) -> int:
    """An offer with so many codes for each denomination; facts can be given. Returns its id."""
    facts = some_facts(brand, **over)
    source = f"test-{facts.external_ref}"  # a source of its own: publishing one offer withdraws no other
    catalogue.publish(brand.programme_id, source, [facts], now=now)
    row = execute("SELECT id FROM offers WHERE source = %(source)s", {"source": source}).one()
    if facts.fulfilment == "stock":
        for denomination_id in denominations(row.id).values():
            codes_in_stock(brand, denomination_id, stock)
    return int(row.id)


def denominations(offer_id: int) -> dict[int, int]:
    """The ids of an offer's denominations, by value in minor units."""
    rows = execute("SELECT id, value FROM denominations WHERE offer_id = %(id)s ORDER BY value", {"id": offer_id})
    return {row.value: row.id for row in rows}


def a_shop(programme: Programme, *names: tuple[str, str, str]) -> dict[str, Brand]:
    """Brands by slug, each given as slug, Russian and English name, with one offer in stock."""
    brands = {}
    for rank, (slug, name_ru, name_en) in enumerate(names):
        brands[slug] = a_brand(programme, slug=slug, name_ru=name_ru, name_en=name_en, rank=rank)
        an_offer(brands[slug], stock=1)
    return brands
