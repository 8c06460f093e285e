"""The shop window: brands that have something to order now, found, filtered, sorted and counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from marketplace.catalogue import rules
from marketplace.catalogue.availability import PRICE_MIN, Filters
from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.paging import BadCursor, Page

Sort = Literal["popular", "new", "cheap"]
SORTS: tuple[Sort, ...] = ("popular", "new", "cheap")
NEW_FOR = timedelta(days=30)
LIKE_LEAST = 0.25


@dataclass(frozen=True, slots=True)
class BrandTile:
    """A brand in the shop. Values in minor units of `currency` (that of its cheapest offer), points in minor units.

    `any_value`: there is a range, any sum may be chosen. `old_price_points` belongs to the price shown.
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
    kind: str
    currency: str
    value_min: int
    value_max: int
    any_value: bool
    price_points: int
    old_price_points: int | None
    discount_percent: int
    is_new: bool

    def name(self, language: str) -> str:
        """The brand's name in a language."""
        return self.name_ru if language == "ru" else self.name_en

    def category(self, language: str) -> str:
        """The category's name in a language."""
        return self.category_ru if language == "ru" else self.category_en


class _Order(NamedTuple):
    """One way to sort: its keys, what stands after the last tile, and that tile's part of the cursor."""

    by: str
    after: str
    key: Callable[[Any], int | str]
    kind: type


_POPULAR = _Order("b.rank, b.id", "(b.rank, b.id) > (%(at)s, %(id)s)", lambda row: int(row.rank), int)
_NEW = _Order(
    "b.created_at DESC, b.id DESC",
    "(b.created_at, b.id) < (%(at)s::timestamptz, %(id)s)",
    lambda row: str(row.created_at.isoformat()),
    str,
)
_CHEAP = _Order(
    "t.price_points, b.id", "(t.price_points, b.id) > (%(at)s, %(id)s)", lambda row: int(row.price_points), int
)
_FITTING = _Order("s.place, b.id", "(s.place, b.id) > (%(at)s, %(id)s)", lambda row: int(row.place), int)
_ORDERS: dict[str, _Order] = {"popular": _POPULAR, "new": _NEW, "cheap": _CHEAP}

# The best fitting brand has place 0 or so: a whole number that grows, for the key of the next page.
_FOUND = """JOIN (SELECT brand_id, 100000 - score AS place FROM search_brands(%(programme)s, %(asked)s, %(swapped)s)) s
    ON s.brand_id = b.id"""

_DENOMINATIONS = "denominations d JOIN offers o ON o.id = d.offer_id"


def shop(
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
    order = _FITTING if words and sort == "popular" else _ORDERS[sort]
    parameters = filters.parameters(programme_id, now) | (words or {}) | {"limit": paging.checked_limit(limit) + 1}
    after = "TRUE"
    if cursor is not None:
        after = order.after
        parameters["at"], parameters["id"] = _place(cursor, order)
    rows = execute(_tiles(filters, order, after, searched=words is not None), parameters).all()
    page = paging.page(rows, limit, lambda row: (order.key(row), row.id))
    return Page([_tile(row, now) for row in page.items], page.next)


def total(programme_id: int, *, now: datetime, **wanted: Any) -> int:
    """How many brands `shop` has in all with the same filters."""
    filters = Filters(**wanted)
    words = found_by(filters.q)
    if filters.q.strip() and words is None:
        return 0
    sql = f"""SELECT count(*) AS brands FROM brands b {_FOUND if words else ""}
        WHERE {filters.of_brand()} AND {_something(filters)}"""  # noqa: S608 - our own text
    return int(execute(sql, filters.parameters(programme_id, now) | (words or {})).one().brands)


def suggest(programme_id: int, q: str, *, tier: str = "", now: datetime) -> BrandTile | None:
    """The brand that sounds most like what was typed and has something to order; None where nothing is near."""
    filters = Filters(tier=tier)
    words = found_by(q)
    if words is None:
        return None
    parameters = filters.parameters(programme_id, now) | words | {"least_likeness": LIKE_LEAST, "limit": 1}
    alike = """JOIN (SELECT brand_id, 100000 - score AS place
        FROM search_like(%(programme)s, %(asked)s, %(swapped)s, %(least_likeness)s::real)) s ON s.brand_id = b.id"""
    row = execute(_tiles(filters, _FITTING, "TRUE", join=alike), parameters).first()
    return None if row is None else _tile(row, now)


def shelves(programme_id: int, *, tier: str = "", now: datetime) -> list[str]:
    """The slugs of the categories in which something can be ordered, in their order."""
    filters = Filters(tier=tier)
    sql = f"""SELECT c.slug FROM categories c WHERE EXISTS (
            SELECT FROM brands b WHERE b.category_slug = c.slug AND {filters.of_brand()} AND {_something(filters)})
        ORDER BY c.position, c.slug"""  # noqa: S608 - our own text
    return [str(row.slug) for row in execute(sql, filters.parameters(programme_id, now))]


def found_by(q: str) -> dict[str, str] | None:
    """What was typed as the parameters of `search_brands`; None where it holds no word."""
    asked, swapped = rules.search_words(q), rules.search_words(rules.other_layout(q))
    return {"asked": asked, "swapped": swapped} if asked or swapped else None


def _place(cursor: str, order: _Order) -> tuple[int | str, int]:
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


def _tiles(filters: Filters, order: _Order, after: str, *, searched: bool = False, join: str = "") -> str:
    """Brands in order, each with what can be ordered; walked until the page is full, three short looks a brand."""
    found = join or (_FOUND if searched else "")
    cheapest = f"CROSS JOIN LATERAL ({_cheapest(filters)}) t" if order is _CHEAP else ""
    brands = f"""SELECT b.* {", s.place" if found else ""} {", t.price_points" if cheapest else ""}
        FROM brands b {found} {cheapest} WHERE {filters.of_brand()} AND {after} ORDER BY {order.by}
        {"LIMIT %(limit)s" if cheapest else ""} OFFSET 0"""  # noqa: S608 - our own text
    fixed = f"""SELECT d.value FROM {_DENOMINATIONS} WHERE d.brand_id = b.id AND o.currency = t.currency
        AND {filters.of_denomination()} AND {filters.of_offer()} ORDER BY d.value"""  # noqa: S608
    return f"""SELECT b.id, b.slug, b.name_ru, b.name_en, b.category_slug, c.name_ru AS category_ru,
            c.name_en AS category_en, b.palette, b.motif, b.initials, b.rank, b.created_at,
            {"b.place," if found else ""} t.*, r.low IS NOT NULL AS any_value,
            least(low.value, r.low) AS value_min, greatest(high.value, r.high) AS value_max
        FROM ({brands}) b JOIN categories c ON c.slug = b.category_slug
        CROSS JOIN LATERAL ({_cheapest(filters)}) t
        LEFT JOIN LATERAL ({fixed} LIMIT 1) low ON true
        LEFT JOIN LATERAL ({fixed} DESC LIMIT 1) high ON true
        CROSS JOIN LATERAL (SELECT min(o.value_min) AS low, max(o.value_max) AS high FROM offers o
            WHERE o.brand_id = b.id AND o.currency = t.currency AND {filters.of_offer()} AND {filters.of_range()}) r
        ORDER BY {order.by.replace("s.place", "b.place")} LIMIT %(limit)s"""  # noqa: S608 - our own text


def _cheapest(filters: Filters) -> str:
    """The cheapest thing of the brand `b` that can be ordered at a wanted price."""
    return f"""(SELECT d.price_points, d.old_price_points, o.currency, o.kind FROM {_DENOMINATIONS}
                WHERE d.brand_id = b.id AND {filters.of_denomination()} AND {filters.of_offer()}
                ORDER BY d.price_points, d.id LIMIT 1)
            UNION ALL
            (SELECT {PRICE_MIN}, NULL, o.currency, o.kind FROM offers o
                WHERE o.brand_id = b.id AND {filters.of_offer()} AND {filters.of_range()} ORDER BY 1, o.id LIMIT 1)
            ORDER BY 1 LIMIT 1"""  # noqa: S608 - our own text


def _something(filters: Filters) -> str:
    """Whether the brand `b` has anything like that; ends at the first find."""
    return f"""(EXISTS (SELECT FROM {_DENOMINATIONS}
                WHERE d.brand_id = b.id AND {filters.of_denomination()} AND {filters.of_offer()} OFFSET 0)
            OR EXISTS (SELECT FROM offers o
                WHERE o.brand_id = b.id AND {filters.of_offer()} AND {filters.of_range()} OFFSET 0))"""  # noqa: S608


def _tile(row: Any, now: datetime) -> BrandTile:
    return BrandTile(
        brand_id=row.id, slug=row.slug, name_ru=row.name_ru, name_en=row.name_en, category_slug=row.category_slug,
        category_ru=row.category_ru, category_en=row.category_en, palette=row.palette, motif=row.motif,
        initials=row.initials, kind=row.kind, currency=row.currency, value_min=row.value_min, value_max=row.value_max,
        any_value=row.any_value, price_points=row.price_points, old_price_points=row.old_price_points,
        discount_percent=rules.discount_percent(row.price_points, row.old_price_points),
        is_new=row.created_at > now - NEW_FOR,
    )  # fmt: skip
