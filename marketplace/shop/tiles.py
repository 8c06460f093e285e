"""The shop window: brands that have something to order now, found, filtered, sorted and counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from marketplace import catalogue
from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.paging import BadCursor, Page
from marketplace.shop import rules, window_sql
from marketplace.shop.availability import Filters
from marketplace.shop.window_sql import Order

Sort = Literal["popular", "new", "cheap"]
SORTS: tuple[Sort, ...] = ("popular", "new", "cheap")
NEW_FOR = timedelta(days=30)
# From which likeness on a word counts, and a brand in thousandths. Less misleads: who asks for «лента» means neither «Лемана» nor «Л’Этуаль».
LIKE_LEAST, LIKE_ENOUGH = 0.25, 350


@dataclass(frozen=True, slots=True)
class BrandTile:
    """A brand in the shop. Values in minor units of `currency` (that of its cheapest offer), points in minor units.

    `any_value`: there is a range, any sum may be chosen. `old_price_points` belongs to the price shown,
    and so do `price_value`, `offer_id` and, but for a range, `denomination_id`.
    """

    brand_id: int
    slug: str
    name_ru: str
    name_en: str
    category_slug: str
    category_ru: str
    category_en: str
    palette: str
    motif: str
    initials: str
    picture: str
    kind: str
    currency: str
    value_min: int
    value_max: int
    any_value: bool
    price_points: int
    price_value: int
    offer_id: int
    denomination_id: int | None
    old_price_points: int | None
    discount_percent: int
    is_new: bool

    def name(self, language: str) -> str:
        """The brand's name in a language."""
        return self.name_ru if language == "ru" else self.name_en

    def category(self, language: str) -> str:
        """The category's name in a language."""
        return self.category_ru if language == "ru" else self.category_en


def tiles(
    programme_id: int,
    *,
    sort: Sort = "popular",
    cursor: str | None = None,
    limit: int = 24,
    now: datetime,
    **wanted: Any,
) -> Page[BrandTile]:
    """A page of brands that have something to order at `now`.

    Args:
        sort: popular (with words: the best fitting first), new or cheap.
        cursor: `next` of the page before.
        limit: 1 to 100.
        wanted: the fields of `Filters`: q, category, city, points_from, points_to, affordable, tier, kind.

    Raises:
        BadLimit, BadCursor: see core.paging.
    """
    filters = Filters(**wanted)
    words = found_by(filters.q)
    if filters.q.strip() and words is None:
        return Page([])
    order = window_sql.FITTING if words and sort == "popular" else window_sql.ORDERS[sort]
    parameters = filters.parameters(programme_id, now) | (words or {})
    if cursor is not None:
        parameters["at"], parameters["id"] = _place(cursor, order)
    sql = window_sql.tiles(filters, order, paging.one_more(limit), among=_among(words), begun=cursor is not None)
    page = paging.page(execute(sql, parameters).all(), limit, lambda row: (order.key(row), row.id))
    return Page([_tile(row, now) for row in page.items], page.next)


def total(programme_id: int, *, now: datetime, **wanted: Any) -> int:
    """How many brands `shop` has in all with the same filters."""
    filters = Filters(**wanted)
    words = found_by(filters.q)
    if filters.q.strip() and words is None:
        return 0
    sql = f"""SELECT count(*) AS brands FROM {_among(words)}
        WHERE {filters.of_brand()} AND {window_sql.something(filters)}"""  # noqa: S608 - our own text
    return int(execute(sql, filters.parameters(programme_id, now) | (words or {})).one().brands)


def suggest(programme_id: int, q: str, *, tier: str = "", now: datetime) -> BrandTile | None:
    """The brand that sounds most like what was typed and has something to order; None where nothing is near."""
    filters = Filters(tier=tier)
    words = found_by(q)
    if words is None:
        return None
    parameters = filters.parameters(programme_id, now) | words | {"least_likeness": LIKE_LEAST, "enough": LIKE_ENOUGH}
    row = execute(window_sql.tiles(filters, window_sql.FITTING, "LIMIT 1", among=window_sql.ALIKE), parameters).first()
    return None if row is None else _tile(row, now)


def shelves(programme_id: int, *, tier: str = "", now: datetime) -> list[str]:
    """The slugs of the categories in which something can be ordered, in their order."""
    filters = Filters(tier=tier)
    sql = f"""SELECT c.slug FROM categories c WHERE EXISTS (
            SELECT FROM brands b WHERE b.category_slug = c.slug AND {filters.of_brand()} AND {window_sql.something(filters)})
        ORDER BY c.position, c.slug"""  # noqa: S608 - our own text
    return [str(row.slug) for row in execute(sql, filters.parameters(programme_id, now))]


def found_by(q: str) -> dict[str, str] | None:
    """What was typed as the parameters of `search_brands`; None where it holds no word."""
    asked, swapped = rules.search_words(q), rules.search_words(rules.other_layout(q))
    return {"asked": asked, "swapped": swapped} if asked or swapped else None


def _among(words: dict[str, str] | None) -> str:
    return window_sql.FOUND if words else window_sql.ALL


def _place(cursor: str, order: Order) -> tuple[int | str, int]:
    at, row_id = paging.decode(cursor, order.kind, int)
    if isinstance(at, str):
        try:
            if datetime.fromisoformat(at).tzinfo is None:
                raise BadCursor
        except ValueError:
            raise BadCursor from None
    assert at is not None
    assert isinstance(row_id, int)
    return at, row_id


def _tile(row: Any, now: datetime) -> BrandTile:
    return BrandTile(
        brand_id=row.id, slug=row.slug, name_ru=row.name_ru, name_en=row.name_en, category_slug=row.category_slug,
        category_ru=row.category_ru, category_en=row.category_en, palette=row.palette, motif=row.motif,
        initials=row.initials, picture=row.picture, kind=row.kind, currency=row.currency, value_min=row.value_min, value_max=row.value_max,
        any_value=row.any_value, price_points=row.price_points, price_value=row.price_value, offer_id=row.offer_id,
        denomination_id=row.denomination_id, old_price_points=row.old_price_points,
        discount_percent=catalogue.discount_percent(row.price_points, row.old_price_points),
        is_new=row.created_at > now - NEW_FOR,
    )  # fmt: skip
