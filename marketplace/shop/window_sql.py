"""The statements of the shop window: which brands, in which order, and what of each can be ordered now."""

from collections.abc import Callable
from typing import Any, NamedTuple

from marketplace.shop.availability import IS_RANGE, Filters


class Order(NamedTuple):
    """One way to sort: its keys, what stands after the last tile, and that tile's part of the cursor."""

    by: str
    after: str
    key: Callable[[Any], int | str]
    kind: type


_POPULAR = Order("b.rank, b.id", "(b.rank, b.id) > (%(at)s, %(id)s)", lambda row: int(row.rank), int)
_NEW = Order(
    "b.created_at DESC, b.id DESC",
    "(b.created_at, b.id) < (%(at)s::timestamptz, %(id)s)",
    lambda row: str(row.created_at.isoformat()),
    str,
)
_CHEAP = Order(
    "t.price_points, b.id", "(t.price_points, b.id) > (%(at)s, %(id)s)", lambda row: int(row.price_points), int
)
FITTING = Order("b.place, b.id", "(s.place, b.id) > (%(at)s, %(id)s)", lambda row: int(row.place), int)
ORDERS: dict[str, Order] = {"popular": _POPULAR, "new": _NEW, "cheap": _CHEAP}

# The best fitting brand has place 0 or so: a whole number that grows, for the key of the next page. Each brand is looked up
# by its id: nobody knows beforehand how few a search finds, and without OFFSET 0 all brands are read into a hash for them.
_BRANDS_FOUND = """(SELECT brand_id, 100000 - score AS place FROM {search}) s
    CROSS JOIN LATERAL (SELECT * FROM brands WHERE id = s.brand_id OFFSET 0) b"""
FOUND = _BRANDS_FOUND.format(search="search_brands(%(programme)s, %(asked)s, %(swapped)s)")
ALIKE = _BRANDS_FOUND.format(
    search="search_like(%(programme)s, %(asked)s, %(swapped)s, %(least_likeness)s::real) WHERE score >= %(enough)s"
)
ALL = "brands b"

_DENOMINATIONS = "denominations d JOIN offers o ON o.id = d.offer_id"


def tiles(filters: Filters, order: Order, rows: str, *, among: str = ALL, begun: bool = False) -> str:
    """Brands in order, each with what can be ordered; walked until the page is full, three short looks a brand.

    `rows` ends it (LIMIT), `among`: of ALL, or of those that a search FOUND or that are ALIKE, `begun`: the page goes on
    after `at` and `id`.
    """
    after, found = order.after if begun else "TRUE", among is not ALL
    if order is _CHEAP and not found:
        brands = _by_price(filters, after, rows)
    else:
        brands = _one_by_one(filters, order, after, among, rows)
    fixed = f"""SELECT d.value FROM {_DENOMINATIONS} WHERE d.brand_id = b.id AND o.currency = t.currency
        AND {filters.of_denomination()} AND {filters.of_offer()} ORDER BY d.value"""  # noqa: S608 - our own text
    sql = f"""SELECT b.id, b.slug, b.name_ru, b.name_en, b.category_slug, c.name_ru AS category_ru,
            c.name_en AS category_en, b.palette, b.motif, b.initials, b.picture, b.rank, b.created_at,
            {"b.place," if found else ""} t.*, r.low IS NOT NULL AS any_value,
            least(low.value, r.low) AS value_min, greatest(high.value, r.high) AS value_max
        FROM ({brands}) b JOIN categories c ON c.slug = b.category_slug
        CROSS JOIN LATERAL ({_cheapest(filters)}) t
        LEFT JOIN LATERAL ({fixed} LIMIT 1) low ON true
        LEFT JOIN LATERAL ({fixed} DESC LIMIT 1) high ON true
        CROSS JOIN LATERAL (SELECT min(o.value_min) AS low, max(o.value_max) AS high FROM offers o
            WHERE o.brand_id = b.id AND o.currency = t.currency AND {filters.of_offer()} AND {filters.of_range()}) r
        ORDER BY {order.by} {rows}"""  # noqa: S608
    return " ".join(sql.split())  # psycopg keeps what it has made of a statement of up to 4,096 characters


def something(filters: Filters) -> str:
    """Whether the brand `b` has anything like that; ends at the first find."""
    return f"""(EXISTS (SELECT FROM {_DENOMINATIONS}
                WHERE d.brand_id = b.id AND {filters.of_denomination()} AND {filters.of_offer()} OFFSET 0)
            OR EXISTS (SELECT FROM offers o
                WHERE o.brand_id = b.id AND {filters.of_offer()} AND {filters.of_range()} OFFSET 0))"""  # noqa: S608


def _one_by_one(filters: Filters, order: Order, after: str, among: str, rows: str) -> str:
    """Brands as an index has them or a search found them; OFFSET 0 has them come in that order."""
    cheapest = f"CROSS JOIN LATERAL ({_cheapest(filters)}) t" if order is _CHEAP else ""
    return f"""SELECT b.* {", s.place" if among is not ALL else ""}
        FROM {among} {cheapest} WHERE {filters.of_brand()} AND {after}
        ORDER BY {order.by.replace("b.place", "s.place")} {rows if cheapest else ""} OFFSET 0"""  # noqa: S608 - our own text


def _by_price(filters: Filters, after: str, rows: str) -> str:
    """Prices upwards until the page is full: a brand stands where the walk meets its cheapest thing.

    Two walks, of fixed values and of ranges, each along its index; the second looks at every brand otherwise.
    """
    met = f"JOIN brands b ON b.id = x.brand_id CROSS JOIN LATERAL ({_cheapest(filters)}) t"
    fixed = f"""SELECT b.*, t.price_points FROM denominations x {met}
        WHERE x.active AND {filters.of_price("x.price_points")} AND {filters.of_brand()}
          AND t.denomination_id = x.id AND {after.replace("t.price_points, b.id", "x.price_points, x.brand_id")}
        ORDER BY x.price_points, x.brand_id {rows}"""  # noqa: S608 - our own text
    ranges = f"""SELECT b.*, t.price_points FROM offers x {met}
        WHERE x.published AND {IS_RANGE.replace("o.", "x.")} AND {filters.of_brand()}
          AND t.denomination_id IS NULL AND t.offer_id = x.id AND {after}
        ORDER BY x.price_min, x.brand_id {rows}"""  # noqa: S608
    return f"SELECT * FROM (({fixed}) UNION ALL ({ranges})) t ORDER BY price_points, id {rows} OFFSET 0"  # noqa: S608


def _cheapest(filters: Filters) -> str:
    """The cheapest thing of the brand `b` that can be ordered at a wanted price: one denomination, or a range."""
    return f"""(SELECT d.price_points, d.old_price_points, o.currency, o.kind, d.id AS denomination_id, o.id AS offer_id,
                d.value AS price_value
                FROM {_DENOMINATIONS}
                WHERE d.brand_id = b.id AND {filters.of_denomination()} AND {filters.of_offer()}
                ORDER BY d.price_points, d.id LIMIT 1)
            UNION ALL
            (SELECT o.price_min, NULL, o.currency, o.kind, NULL, o.id, o.value_min FROM offers o
                WHERE o.brand_id = b.id AND {filters.of_offer()} AND {filters.of_range()} ORDER BY 1, o.id LIMIT 1)
            ORDER BY 1, denomination_id LIMIT 1"""  # noqa: S608 - our own text
