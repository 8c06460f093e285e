"""The columns of our own form of a catalogue, and how each cell is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from marketplace.catalogue.rules import FULFILMENTS, KINDS
from marketplace.core import cells, letters
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.cells import CellError, Reader
from marketplace.core.uploads import Limits

NEEDED = ("offer",)
EXAMPLE = "example-card"  # the reference of the template's rows, which nobody means to sell
COLUMNS = (
    "offer", "brand", "kind", "title_ru", "title_en", "fulfilment", "currency", "value_min", "value_max", "value_step", "points_per_100",
    "min_points", "money_per_point", "validity_days", "per_member_limit", "total_limit", "tier", "starts_on", "ends_on", "value", "price_points",
    "old_price_points", "version",
)  # fmt: skip
# What people call a column that is not ours, in small letters, and which they mean.
LIKELY = {
    "points": "price_points", "price": "price_points", "cost": "price_points", "price_in_points": "price_points", "баллы": "price_points",
    "цена": "price_points", "цена в баллах": "price_points", "стоимость": "price_points", "old_price": "old_price_points",
    "старая цена": "old_price_points", "nominal": "value", "face_value": "value", "denomination": "value", "номинал": "value", "бренд": "brand",
    "валюта": "currency", "min_value": "value_min", "max_value": "value_max", "start_date": "starts_on", "end_date": "ends_on",
}  # fmt: skip
RATE_OF = 100  # points_per_100: points for a hundred whole units of the currency
LIMIT_MAX = 2**31 - 1
# As many rows as stand in memory at once, within 512 MB also where each changes an offer of its own.
LIMITS = Limits(rows=100_001)  # the heading is one
# Each page of the shop that shows the brand looks through all that it offers, for its least price and for what is left, and its own page shows
# the first 500 offers: what a larger brand has beyond that is found by nobody, and slows down everybody. So 100,000 rows are for many brands.
BRAND_ROWS_MAX = 5_000
# Minor units. A value out of a range times its rate must fit the database's whole numbers.
VALUE_MAX, PRICE_MAX = COLUMN_MAX["denominations.value"], COLUMN_MAX["denominations.price_points"]
_REF = cells.line(COLUMN_MAX["offers.external_ref"], least=1)
RANGE_MAX, RATE_MAX = COLUMN_MAX["offers.value_max"], COLUMN_MAX["offers.rate_points"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the cells of a file mean in a programme: the decimals of its points, its currency and its time zone."""

    decimals: int
    currency: str
    time_zone: str


class Shared(NamedTuple):
    """The columns that a whole offer shares, as read."""

    offer: str
    brand: str
    kind: str
    title_ru: str
    title_en: str
    fulfilment: str
    currency: str
    value_min: Decimal | None
    value_max: Decimal | None
    value_step: Decimal | None
    points_per_100: int | None
    min_points: int | None
    money_per_point: Decimal | None
    validity_days: int
    per_member_limit: int | None
    total_limit: int | None
    tier: str
    starts_on: date | None
    ends_on: date | None


class One(NamedTuple):
    """The columns of one denomination, as read."""

    value: Decimal | None
    price_points: int | None
    old_price_points: int | None


def columns(terms: Terms) -> dict[str, Reader]:
    """The columns of the form and how each is read; sums of money wait until their currency is known.

    A blank cell reads as LEFT, a mark of CLEARED as what a new offer has by itself. An offer is known by its reference alone.
    """
    points = cells.minor(terms.decimals, PRICE_MAX)
    limit = cells.whole(1, LIMIT_MAX)
    readers: dict[str, Reader] = {
        "offer": _ref,
        "brand": cells.slug(COLUMN_MAX["brands.slug"]),
        "kind": cells.choice(*KINDS, default="gift_card"),
        "title_ru": cells.line(COLUMN_MAX["offers.title_ru"], least=1),
        "title_en": cells.line(COLUMN_MAX["offers.title_en"], least=1),
        "fulfilment": cells.choice(*FULFILMENTS, default="stock"),
        "currency": _currency(terms.currency),
        "value_min": cells.amount,
        "value_max": cells.amount,
        "value_step": cells.amount,
        "points_per_100": cells.minor(terms.decimals, RATE_MAX),
        "min_points": points,
        "money_per_point": cells.amount,
        "validity_days": cells.whole(1, COLUMN_MAX["offers.validity_days"], default=365),
        "per_member_limit": limit,
        "total_limit": limit,
        "tier": cells.slug(32, optional=True),
        "starts_on": cells.day,
        "ends_on": cells.day,
        "value": cells.amount,
        "price_points": points,
        "old_price_points": points,
        "version": cells.whole(1, 2**53),
    }
    plain = ("offer", "version")
    return {name: reader if name in plain else cells.leaving(reader) for name, reader in readers.items()}


def _ref(cell: str) -> str:
    ref = str(_REF(cell))
    if ref.lower() == EXAMPLE:
        raise CellError("is an example of the template: delete the row, or write your own over it")
    return ref


def _currency(default: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        word = cell.upper() or default
        if len(word) != 3 or not word.isascii() or not word.isalpha():
            raise CellError(letters.foreign(cell) or "is not a currency: three letters, such as RUB")
        return word

    return read
