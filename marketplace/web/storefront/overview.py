"""What a page tells of the whole shop: its shelves, and how many brands there are for what is asked.

To know it takes a look at every brand, and a crowd asks the same: it may be a few seconds old. What can be ordered is not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g

from marketplace import partners, shop
from marketplace.core.memory import Memory

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


def shelves(tier: str, now: datetime) -> list[Shelf]:
    """The categories that have something for a member of this tier, in their order."""

    def look() -> list[Shelf]:
        filled = set(shop.shelves(g.programme.id, tier=tier, now=now))
        return [Shelf(c.slug, c.name_ru, c.name_en) for c in partners.categories() if c.slug in filled]

    return _memory.recall(("shelves", g.programme.id, tier), look)


def brands(now: datetime, **asked: Any) -> int:
    """As `shop.total`, for the visitor's programme."""
    key = ("brands", g.programme.id, *sorted(asked.items()))
    return _memory.recall(key, lambda: shop.total(g.programme.id, now=now, **asked))
