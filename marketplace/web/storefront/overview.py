"""What a page tells of the whole shop: its shelves, and how many brands there are for what is asked.

To know it takes a look at every brand, and a crowd asks the same: it may be a few seconds old. What can be ordered is not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g

from marketplace import partners, shop
from marketplace.core.memory import Memory
from marketplace.web.shared.visitor import current_member
from marketplace.web.storefront import city

_memory = Memory()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category in which something can be ordered."""

    slug: str
    name_ru: str
    name_en: str

    def name(self, language: str) -> str:
        """Its name in a language; English for every other than Russian."""
        return self.name_ru if language == "ru" else self.name_en


def shelves(now: datetime) -> list[Shelf]:
    """The categories that have something for this visitor, in their order."""
    level = tier()

    def look() -> list[Shelf]:
        filled = set(shop.shelves(g.programme.id, tier=level, now=now))
        return [Shelf(c.slug, c.name_ru, c.name_en) for c in partners.categories() if c.slug in filled]

    return _memory.recall(("shelves", g.programme.id, level), look)


def brands(now: datetime, **asked: Any) -> int:
    """As `shop.total`, for the visitor's programme, city and level: wherever a page says how many brands there are, it says the same.

    Args:
        asked: what else the visitor looks for; what is empty asks for nothing.
    """
    wanted = {name: value for name, value in asked.items() if value not in (None, "", False)}
    wanted |= {"city": city.slug(), "tier": tier()}
    key = ("brands", g.programme.id, *sorted(wanted.items()))
    return _memory.recall(key, lambda: shop.total(g.programme.id, now=now, **wanted))


def tier() -> str:
    """The visitor's level; "" for a guest."""
    member = current_member()
    return member.tier if member else ""
