"""Our own form of a catalogue, written: what is in the shop now, as a file that changes nothing when it comes back."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from marketplace.catalogue.columns import COLUMNS
from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.standing import per_hundred
from marketplace.core.cells import CLEARED
from marketplace.core.money import minor_digits
from marketplace.core.sheets import Amount, Cell, plain


def rows(offers: Iterable[OfferFacts], *, decimals: int, time_zone: str, version: int) -> Iterator[list[Cell]]:
    """The rows of offers under COLUMNS, as they stand after the publication `version`.

    `decimals` of the programme's points, days in its time zone.
    """
    for offer in offers:
        zone, digits = ZoneInfo(time_zone), minor_digits(offer.currency)

        def points(minor: int | None) -> Cell:
            return None if minor is None else Amount(minor, decimals)

        def money(minor: int | None, digits: int = digits) -> Cell:
            return None if minor is None else Amount(minor, digits)

        shared: dict[str, Cell] = {
            "offer": offer.external_ref, "brand": offer.brand, "kind": offer.kind, "title_ru": offer.title_ru, "title_en": offer.title_en,
            "fulfilment": offer.fulfilment, "currency": offer.currency, "value_min": money(offer.value_min), "value_max": money(offer.value_max),
            "value_step": money(offer.value_step), "points_per_100": points(per_hundred(offer)), "min_points": points(offer.min_points),
            "money_per_point": money(offer.money_rate), "validity_days": offer.validity_days, "per_member_limit": offer.per_member_limit,
            "total_limit": offer.total_limit, "tier": offer.tier,
            "starts_on": offer.starts_at.astimezone(zone).date() if offer.starts_at else None,
            "ends_on": (offer.ends_at.astimezone(zone) - timedelta(days=1)).date() if offer.ends_at else None,
        }  # fmt: skip
        for value, price, old in offer.denominations or ((None, None, None),):
            row = shared | {
                "value": money(value),
                "price_points": points(price),
                "old_price_points": points(old),
                "version": version,
            }
            yield [row[name] for name in COLUMNS]


def lines(offer: OfferFacts, *, decimals: int, time_zone: str, version: int) -> list[dict[str, str]]:
    """The rows of one offer as a person would type them, by column; what is empty says so by the mark that clears."""
    typed = (
        [_typed(cell) for cell in row] for row in rows([offer], decimals=decimals, time_zone=time_zone, version=version)
    )
    return [dict(zip(COLUMNS, row, strict=True)) | {"version": str(version or "")} for row in typed]


def _typed(cell: Cell) -> str:
    if isinstance(cell, Amount):
        written = plain(cell, "en")
        return written.rstrip("0").rstrip(".") if cell.decimals else written
    return CLEARED[0] if cell is None or cell == "" else str(cell)
