"""Single offers that can be ordered now, and all of a brand or a programme; read only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace import catalogue, partners, programmes
from marketplace.catalogue import NoOffer
from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.partners import Brand, Closure, Shop
from marketplace.shop.availability import Filters
from marketplace.shop.tiles import found_by

OFFERS_MAX = 500  # of a brand on one page


@dataclass(frozen=True, slots=True)
class Price:
    """A denomination that can be ordered. `value` in minor units of money, points in minor units."""

    id: int
    value: int
    price_points: int
    old_price_points: int | None


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer that can be ordered now: its `denominations`, or a range from `value_min` to `value_max`.

    Values in minor units of `currency`. The price of a value out of the range: rules.range_price.
    """

    id: int
    brand_id: int
    brand_slug: str
    brand_name_ru: str
    brand_name_en: str
    category_slug: str
    kind: str
    fulfilment: str
    title_ru: str
    title_en: str
    currency: str
    value_min: int | None
    value_max: int | None
    value_step: int | None
    rate_points: int | None
    rate_value: int | None
    min_points: int | None
    money_rate: int | None
    validity_days: int
    per_member_limit: int | None
    tier: str
    ends_at: datetime | None
    denominations: tuple[Price, ...]

    @property
    def cheapest(self) -> int:
        """Its lowest price, in minor units of points: that of "from"."""
        if self.denominations:
            return min(price.price_points for price in self.denominations)
        assert self.value_min is not None
        assert self.rate_points is not None
        assert self.rate_value is not None
        return catalogue.range_price(self.value_min, self.rate_points, self.rate_value)

    def title(self, language: str) -> str:
        """Its title in a language."""
        return self.title_ru if language == "ru" else self.title_en

    def brand_name(self, language: str) -> str:
        """The brand's name in a language."""
        return self.brand_name_ru if language == "ru" else self.brand_name_en


@dataclass(frozen=True, slots=True)
class BrandPage:
    """A brand with everything of it that can be ordered now, where its cards are taken, and when those places are closed."""

    brand: Brand
    offers: list[OfferView]
    shops: Sequence[Shop]
    closures: Mapping[int, list[Closure]]


# In the order of OfferView's fields.
_COLUMNS = """o.id, o.brand_id, b.slug AS brand_slug, b.name_ru AS brand_name_ru, b.name_en AS brand_name_en,
    b.category_slug, o.kind, o.fulfilment, o.title_ru, o.title_en, o.currency, o.value_min, o.value_max, o.value_step,
    o.rate_points, o.rate_value, o.min_points, o.money_rate, o.validity_days, o.per_member_limit, o.tier, o.ends_at"""


def brand_page(programme_id: int, slug: str, *, city: str | None = None, tier: str = "", now: datetime) -> BrandPage:
    """A brand's page; without offers where nothing of it can be ordered. Shops are those of `city`, where given.

    Raises:
        NotFound: the programme has no such brand, or has never published an offer of it.
    """
    brand = partners.brand_by_slug(programme_id, slug)
    filters = Filters(brand_id=brand.id, tier=tier)
    rows = execute(_sql(filters, "", f"LIMIT {OFFERS_MAX}"), filters.parameters(programme_id, now)).all()
    if (
        not rows
        and not execute("SELECT EXISTS (SELECT FROM offers WHERE brand_id = %(id)s)", {"id": brand.id}).scalar_one()
    ):
        raise NotFound(brand=slug)
    places, today = partners.shops(brand.id, city), programmes.get(programme_id).day(now)
    closed = partners.closures([one.id for one in places], today)
    lasting = [one for one in places if not any(c.until_on is None and c.holds(today) for c in closed.get(one.id, ()))]
    return BrandPage(brand, [_view(row) for row in rows], lasting, closed)


def offers(
    programme_id: int, *, cursor: str | None = None, limit: int = 24, now: datetime, **wanted: Any
) -> Page[OfferView]:
    """A page of offers that can be ordered at `now`, oldest first.

    `wanted` are the fields of `Filters`: q, category, city, brand_id, kind, points_from, points_to, affordable, tier.
    Denominations outside the wanted prices are left out.

    Raises:
        BadLimit, BadCursor: see core.paging.
    """
    filters = Filters(**wanted)
    words = found_by(filters.q)
    if filters.q.strip() and words is None:
        return Page([])
    rows_wanted, after = paging.one_more(limit), ""
    more: dict[str, Any] = dict(words or {})
    if cursor is not None:
        after, more["after"] = "AND o.id > %(after)s", paging.decode(cursor, int)[0]
    if words:  # an array, so that the offers of these brands are looked up, and not all offers compared with them
        after += (
            " AND o.brand_id = ANY (ARRAY(SELECT brand_id FROM search_brands(%(programme)s, %(asked)s, %(swapped)s)))"
        )
    rows = execute(_sql(filters, after, rows_wanted), filters.parameters(programme_id, now) | more)
    return paging.page([_view(row) for row in rows], limit, lambda view: (view.id,))


def for_tier(programme_id: int, tier: str, *, now: datetime) -> list[OfferView]:
    """What can be ordered at `now` by members of this level and by no others, oldest first; at most two dozen."""
    filters = Filters(tier=tier)
    parameters = filters.parameters(programme_id, now)
    return (
        [_view(row) for row in execute(_sql(filters, "AND o.tier = %(tier)s", "LIMIT 24"), parameters)] if tier else []
    )


def offer(offer_id: int, *, programme_id: int, tier: str = "", now: datetime) -> OfferView:
    """One offer that can be ordered now. Raises NoOffer, also for one that cannot."""
    filters = Filters(tier=tier)
    parameters = filters.parameters(programme_id, now) | {"offer": offer_id}
    row = execute(_sql(filters, "AND o.id = %(offer)s", "LIMIT 1"), parameters).first()
    if row is None:
        raise NoOffer(offer_id=offer_id)
    return _view(row)


def _sql(filters: Filters, more: str, rows: str) -> str:
    return f"""SELECT {_COLUMNS}, p.prices
        FROM offers o JOIN brands b ON b.id = o.brand_id
        CROSS JOIN LATERAL (
            SELECT json_agg(json_build_array(d.id, d.value, d.price_points, d.old_price_points) ORDER BY d.value) AS prices
            FROM denominations d WHERE d.offer_id = o.id AND {filters.of_denomination()}
        ) p
        WHERE o.programme_id = %(programme)s AND {filters.of_brand()} AND {filters.of_offer()} {more}
          AND (p.prices IS NOT NULL OR ({filters.of_range()}))
        ORDER BY o.id {rows}"""  # noqa: S608 - our own text


def _view(row: Any) -> OfferView:
    facts = [*row[:-1], tuple([Price(*price) for price in row.prices or ()])]
    return OfferView(*facts)
