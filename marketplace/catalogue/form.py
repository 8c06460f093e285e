"""Our own form of a catalogue, written: what is in the shop now, as a file that changes nothing when it comes back."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.sheet import COLUMNS, RATE_OF
from marketplace.core.money import minor_digits
from marketplace.core.sheets import Amount, Cell


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
            "value_step": money(offer.value_step), "points_per_100": points(_per_hundred(offer, digits)), "min_points": points(offer.min_points),
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


def _per_hundred(offer: OfferFacts, digits: int) -> int | None:
    """Points for a hundred whole units of the currency, as the form counts them."""
    if offer.rate_points is None or offer.rate_value is None:
        return None
    whole: int = 10**digits
    return offer.rate_points * RATE_OF * whole // offer.rate_value
