"""What exactly is sold: one denomination, or one value out of a range, with everything that an order has to know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.catalogue import rules
from marketplace.catalogue.errors import NoOffer, NotForSale, WrongValue
from marketplace.core.db import execute


@dataclass(frozen=True, slots=True)
class ForSale:
    """One thing at one price. Values in minor units of `currency`, points in minor units of the programme."""

    programme_id: int
    offer_id: int
    denomination_id: int | None
    brand_id: int
    partner_id: int
    brand_slug: str
    brand_name_ru: str
    brand_name_en: str
    kind: str
    fulfilment: str
    title_ru: str
    title_en: str
    currency: str
    value: int
    price_points: int
    old_price_points: int | None
    min_points: int | None
    money_rate: int | None
    validity_days: int
    per_member_limit: int | None
    total_limit: int | None
    tier: str

    def title(self, language: str) -> str:
        """The offer's title in a language."""
        return self.title_ru if language == "ru" else self.title_en

    def brand_name(self, language: str) -> str:
        """The brand's name in a language."""
        return self.brand_name_ru if language == "ru" else self.brand_name_en


_OFFER = """o.id AS offer_id, o.brand_id, b.partner_id, b.slug AS brand_slug, b.name_ru AS brand_name_ru,
    b.name_en AS brand_name_en, o.kind, o.fulfilment, o.title_ru, o.title_en, o.currency, o.min_points, o.money_rate,
    o.validity_days, o.per_member_limit, o.total_limit, o.tier, o.published, o.starts_at, o.ends_at,
    b.hidden, o.fulfilment <> 'supplier' OR supplier_sells(o.programme_id, o.source) AS supplied"""

_FIXED = f"""SELECT {_OFFER}, d.value, d.price_points, d.old_price_points, d.active
    FROM denominations d JOIN offers o ON o.id = d.offer_id JOIN brands b ON b.id = o.brand_id
    WHERE d.id = %(id)s AND o.programme_id = %(programme)s"""  # noqa: S608 - our own text

_RANGE = f"""SELECT {_OFFER}, o.value_min, o.value_max, o.value_step, o.rate_points, o.rate_value
    FROM offers o JOIN brands b ON b.id = o.brand_id
    WHERE o.id = %(id)s AND o.programme_id = %(programme)s"""  # noqa: S608 - our own text

_ANY = f"""SELECT {_OFFER}, o.value_min IS NOT NULL OR EXISTS (SELECT FROM denominations d WHERE d.offer_id = o.id AND d.active) AS active
    FROM offers o JOIN brands b ON b.id = o.brand_id
    WHERE o.id = %(id)s AND o.programme_id = %(programme)s"""  # noqa: S608 - our own text


def for_sale(denomination_id: int, *, programme_id: int, tier: str = "", now: datetime) -> ForSale:
    """A denomination as it can be ordered at `now` by a member of `tier`. Stock and limits are not looked at here.

    Raises:
        NoOffer: this programme has no such denomination.
        NotForSale: withdrawn (or its partner suspended), not begun, over, for another tier, or its supplier is not at hand.
    """
    row = execute(_FIXED, {"id": denomination_id, "programme": programme_id}).mappings().first()
    if row is None:
        raise NoOffer(denomination_id=denomination_id)
    if not row["active"]:
        raise NotForSale(reason="withdrawn")
    _check_open(row, tier, now)
    return _sold(row, programme_id, denomination_id, row["value"], row["price_points"], row["old_price_points"])


def for_sale_range(offer_id: int, value: int, *, programme_id: int, tier: str = "", now: datetime) -> ForSale:
    """A value out of an offer's range, at its price. `value` in minor units of the offer's currency.

    Raises:
        NoOffer, NotForSale: as for `for_sale`.
        WrongValue: outside the range or beside its steps, or the offer has denominations instead.
    """
    row = execute(_RANGE, {"id": offer_id, "programme": programme_id}).mappings().first()
    if row is None:
        raise NoOffer(offer_id=offer_id)
    _check_open(row, tier, now)
    if row["value_min"] is None:
        raise WrongValue(offer_id=offer_id)
    rules.check_value(value, row["value_min"], row["value_max"], row["value_step"])
    return _sold(row, programme_id, None, value, rules.range_price(value, row["rate_points"], row["rate_value"]), None)


def must_be_for_sale(offer_id: int, *, programme_id: int, tier: str = "", now: datetime) -> None:
    """That an offer can be ordered at `now` by a member of `tier` at all, in whatever value; for cards that are made without being ordered.

    Raises:
        NoOffer, NotForSale: as for `for_sale`.
    """
    row = execute(_ANY, {"id": offer_id, "programme": programme_id}).mappings().first()
    if row is None:
        raise NoOffer(offer_id=offer_id)
    if not row["active"]:
        raise NotForSale(reason="withdrawn")
    _check_open(row, tier, now)


def _check_open(row: Any, tier: str, now: datetime) -> None:
    if not row["published"] or row["hidden"]:
        raise NotForSale(reason="withdrawn")
    if row["starts_at"] is not None and now < row["starts_at"]:
        raise NotForSale(reason="not_started")
    if row["ends_at"] is not None and now >= row["ends_at"]:
        raise NotForSale(reason="ended")
    if row["tier"] and row["tier"] != tier:
        raise NotForSale(reason="tier", tier=row["tier"])
    if not row["supplied"]:
        raise NotForSale(reason="supplier")


def _sold(row: Any, programme_id: int, denomination_id: int | None, value: int, price: int, old: int | None) -> ForSale:
    taken = {name: row[name] for name in ForSale.__slots__ if name in row}
    facts = taken | {"programme_id": programme_id, "denomination_id": denomination_id, "value": value}
    return ForSale(**facts | {"price_points": price, "old_price_points": old})
