"""Partners and brands for tests. All need a transaction."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from marketplace import partners
from marketplace.partners import Brand, BrandFacts, Partner, PartnerFacts
from marketplace.programmes import Programme

THEN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SHELVES = {
    "kids": ("Дети", "Kids"), "clothes": ("Одежда", "Clothes"), "electronics": ("Электроника", "Electronics"),
    "beauty": ("Красота", "Beauty"), "books": ("Книги", "Books"), "home": ("Дом и ремонт", "Home"),
}  # fmt: skip
_numbers = count(1)


def the_shelves() -> None:
    """Six categories."""
    for position, (slug, (name_ru, name_en)) in enumerate(SHELVES.items()):
        partners.save_category(slug, name_ru=name_ru, name_en=name_en, position=position)


def a_partner(programme: Programme, **over: Any) -> Partner:
    """A partner of the programme."""
    values = {"slug": f"veresk-{next(_numbers)}", "name_ru": "Вереск", "name_en": "Veresk"} | over
    return partners.save_partner(programme.id, PartnerFacts(**values))


def a_brand(programme: Programme, *, partner: Partner | None = None, now: datetime = THEN, **over: Any) -> Brand:
    """A brand on one of the six shelves, of a partner of its own unless one is given."""
    the_shelves()
    values = {
        "slug": f"detsky-mir-{next(_numbers)}", "name_ru": "Детский мир", "name_en": "Detsky Mir", "category_slug": "kids",
    } | over  # fmt: skip
    return partners.save_brand(programme.id, (partner or a_partner(programme)).id, BrandFacts(**values), now=now)
