"""What is in the shop, as a file would have given it: the ground on which a blank cell leaves things as they are."""

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from marketplace.catalogue.columns import RATE_OF, One, Shared, Terms
from marketplace.catalogue.differences import PLAIN
from marketplace.catalogue.facts import OfferFacts
from marketplace.core.db import execute
from marketplace.core.money import minor_digits

_PLAIN = ", ".join(f"o.{name}" for name in PLAIN)


class Stood(NamedTuple):
    """An offer of the shop as its row would be read, and its denominations."""

    shared: Shared
    ones: tuple[One, ...]

    def of(self, value: Decimal | None) -> One | None:
        """The denomination of a value, if there is one."""
        return next((one for one in self.ones if one.value == value), None)


def standing(
    programme_id: int, source: str, refs: Collection[str], *, partner_id: int | None = None
) -> dict[str, OfferFacts]:
    """What a source has in the shop under these references, in a programme or of one of its partners."""
    rows = execute(
        f"""SELECT o.external_ref, b.slug AS brand, {_PLAIN},
                   ARRAY(SELECT ARRAY[d.value, d.price_points, d.old_price_points] FROM denominations d
                          WHERE d.offer_id = o.id AND d.active ORDER BY d.value) AS denominations
              FROM offers o JOIN brands b ON b.id = o.brand_id
             WHERE o.programme_id = %(programme)s AND o.source = %(source)s AND o.published AND o.external_ref = ANY (%(refs)s)
               AND (%(partner)s::bigint IS NULL OR b.partner_id = %(partner)s)""",  # noqa: S608 - our own names
        {"programme": programme_id, "source": source, "refs": list(refs), "partner": partner_id},
    )
    return {
        row["external_ref"]: OfferFacts(0, **(row | {"denominations": tuple(map(tuple, row["denominations"]))}))
        for row in map(dict, rows.mappings())
    }


def refs(programme_id: int, source: str, *, partner_id: int | None = None) -> list[str]:
    """The references of all that a source has in the shop, in a programme or of one of its partners."""
    rows = execute(
        """SELECT o.external_ref FROM offers o JOIN brands b ON b.id = o.brand_id
            WHERE o.programme_id = %(programme)s AND o.source = %(source)s AND o.published
              AND (%(partner)s::bigint IS NULL OR b.partner_id = %(partner)s)""",
        {"programme": programme_id, "source": source, "partner": partner_id},
    )
    return list(rows.scalars())


def as_read(offer: OfferFacts, terms: Terms, *, currency: Any) -> Stood:
    """An offer of the shop as the cells of its rows are read. In another `currency` than its own its sums mean nothing."""
    digits, zone = minor_digits(offer.currency), ZoneInfo(terms.time_zone)
    other = isinstance(currency, str) and currency != offer.currency

    def money(minor: int | None) -> Decimal | None:
        return None if minor is None or other else Decimal(minor).scaleb(-digits)

    ranged = offer.rate_points is not None and offer.rate_value is not None and not other
    starts, ends = offer.starts_at, offer.ends_at
    shared = Shared(
        offer.external_ref, offer.brand, offer.kind, offer.title_ru, offer.title_en, offer.fulfilment, offer.currency,
        money(offer.value_min), money(offer.value_max), money(offer.value_step), per_hundred(offer) if ranged else None,
        None if other else offer.min_points, money(offer.money_rate), offer.validity_days, offer.per_member_limit, offer.total_limit,
        offer.tier, starts.astimezone(zone).date() if starts else None, (ends.astimezone(zone) - timedelta(days=1)).date() if ends else None,
    )  # fmt: skip
    return Stood(
        shared, () if other else tuple(One(money(value), price, old) for value, price, old in offer.denominations)
    )


def per_hundred(offer: OfferFacts) -> int | None:
    """Points for a hundred whole units of the currency, as the form counts them; None without a range."""
    if offer.rate_points is None or offer.rate_value is None:
        return None
    whole: int = 10 ** minor_digits(offer.currency)
    return offer.rate_points * RATE_OF * whole // offer.rate_value
