"""What may be asked about offers, whether they can be ordered or not; read only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from marketplace.core import formats
from marketplace.core.db import execute


@dataclass(frozen=True, slots=True)
class Stocked:
    """A denomination that codes can be loaded for. `value` in minor units of `currency`."""

    denomination_id: int
    external_ref: str
    title_ru: str
    title_en: str
    currency: str
    value: int


@dataclass(frozen=True, slots=True)
class Called:
    """What an offer is, in its own words."""

    kind: str
    title_ru: str
    title_en: str

    @property
    def worth_money(self) -> bool:
        """Whether people call it by its value ("a card for 300 ₽") and not by its title ("a car wash")."""
        return self.kind in ("gift_card", "certificate")

    def title(self, language: str) -> str:
        """The offer's title in a language."""
        return self.title_ru if language == "ru" else self.title_en

    def at(self, value: int, currency: str, language: str) -> str:
        """What was ordered at a value, in minor units: "300 ₽", or the title where people do not think of its value."""
        return formats.money(value, currency, language) if self.worth_money else self.title(language)


def called(offer_ids: Iterable[int]) -> dict[int, Called]:
    """What offers are called, by id, whether they can be ordered or not."""
    rows = execute(
        "SELECT id, kind, title_ru, title_en FROM offers WHERE id = ANY (%(ids)s)", {"ids": sorted(set(offer_ids))}
    )
    return {row.id: Called(row.kind, row.title_ru, row.title_en) for row in rows}


class Origin(NamedTuple):
    """Whose offer it is, and what they call it."""

    source: str
    external_ref: str


def origin(offer_id: int) -> Origin:
    """Where an offer comes from."""
    row = execute("SELECT source, external_ref FROM offers WHERE id = %(id)s", {"id": offer_id}).one()
    return Origin(*row)


def stocked(brand_id: int) -> list[Stocked]:
    """The denominations of a brand whose codes are handed over from stock, whether there are any or not."""
    rows = execute(
        """SELECT d.id, o.external_ref, o.title_ru, o.title_en, o.currency, d.value
           FROM offers o JOIN denominations d ON d.offer_id = o.id
           WHERE o.brand_id = %(brand)s AND o.published AND o.fulfilment = 'stock' AND d.active ORDER BY o.id, d.value""",
        {"brand": brand_id},
    )
    return [Stocked(r.id, r.external_ref, r.title_ru, r.title_en, r.currency, r.value) for r in rows]
