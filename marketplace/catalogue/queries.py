"""What may be asked about offers, whether they can be ordered or not; read only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from marketplace.core import formats
from marketplace.core.db import execute
from marketplace.core.listing import Choice, Column, Kind, Listing, Term, Way

# What a partner has in the shop by its own files, as a list.
OFFERS = Listing(
    name="partner_offers",
    source="offers offer JOIN brands brand ON brand.id = offer.brand_id",
    scope="brand.partner_id = %(partner)s AND offer.published AND offer.source = 'own'",
    key="offer.id",
    columns=(
        Column("title_ru", sql="offer.title_ru"),
        Column("title_en", sql="offer.title_en"),
        Column("ref", sql="offer.external_ref"),
        Column("brand_ru", sql="brand.name_ru"),
        Column("brand_en", sql="brand.name_en"),
        Column("kind", Kind.WORD, "offer.kind"),
        Column("least", Kind.POINTS, """coalesce(offer.price_min,
            (SELECT min(d.price_points) FROM denominations d WHERE d.offer_id = offer.id AND d.active))"""),
        Column("values", Kind.NUMBER, "(SELECT count(*) FROM denominations d WHERE d.offer_id = offer.id AND d.active)"),
        Column("words", sql="""translate(lower(offer.title_ru || ' ' || offer.title_en || ' ' || offer.external_ref || ' ' || brand.name_ru || ' ' ||
            brand.name_en), 'ё', 'е')""", hidden=True),
    ),
    sort="id",
    filters=(
        Choice("kind", {name: f"kind = '{name}'" for name in ("gift_card", "certificate", "goods", "service")}, ("kind",)),
    ),
    search=(Term("words", Way.WORDS),),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stocked:
    """A denomination that codes can be loaded for. `value` in minor units of `currency`."""

    denomination_id: int
    external_ref: str
    title_ru: str
    title_en: str
    currency: str
    value: int
    ends_at: datetime | None = None  # when its sale ends


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
        """SELECT d.id, o.external_ref, o.title_ru, o.title_en, o.currency, d.value, o.ends_at
           FROM offers o JOIN denominations d ON d.offer_id = o.id
           WHERE o.brand_id = %(brand)s AND o.published AND o.fulfilment = 'stock' AND d.active ORDER BY o.id, d.value""",
        {"brand": brand_id},
    )
    return [Stocked(r.id, r.external_ref, r.title_ru, r.title_en, r.currency, r.value, r.ends_at) for r in rows]


class Published(NamedTuple):
    """One thing of a source: a denomination, or an offer with a range (`denomination_id` and `value` None)."""

    external_ref: str
    offer_id: int
    brand_id: int
    fulfilment: str
    denomination_id: int | None
    value: int | None


def published(programme_id: int, source: str) -> list[Published]:
    """Everything that a source has on offer, whether it can be ordered now or not."""
    rows = execute(
        """SELECT o.external_ref, o.id AS offer_id, o.brand_id, o.fulfilment, d.id AS denomination_id, d.value
           FROM offers o LEFT JOIN denominations d ON d.offer_id = o.id AND d.active
           WHERE o.programme_id = %(programme)s AND o.source = %(source)s AND o.published ORDER BY o.id, d.value""",
        {"programme": programme_id, "source": source},
    )
    return [Published(**row) for row in rows.mappings()]
