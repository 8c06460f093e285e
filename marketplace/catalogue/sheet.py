"""Our own form of a catalogue, CSV or XLSX: a row is a denomination or a range of an offer. See docs/catalogue-file.md."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.rules import FULFILMENTS, KINDS
from marketplace.core import cells, uploads
from marketplace.core.bounds import MOST
from marketplace.core.cells import CellError, Columns, Reader
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems, Reason
from marketplace.core.uploads import Limits

NEEDED = ("offer", "brand", "title_ru", "title_en")
COLUMNS = (
    "offer", "brand", "kind", "title_ru", "title_en", "fulfilment", "currency", "value_min", "value_max", "value_step", "points_per_100",
    "min_points", "money_per_point", "validity_days", "per_member_limit", "total_limit", "tier", "starts_on", "ends_on", "value", "price_points",
    "old_price_points", "version",
)  # fmt: skip
RATE_OF = 100  # points_per_100: points for a hundred whole units of the currency
LIMIT_MAX = 2**31 - 1
# As many rows as stand in memory at once.
LIMITS = Limits(rows=200_000)
# A brand with more can be chosen from by nobody, and each page of the shop would look through all of it.
BRAND_ROWS_MAX = 5_000
# Minor units. A value out of a range times its rate must fit the database's whole numbers.
VALUE_MAX, PRICE_MAX = MOST["denominations.value"], MOST["denominations.price_points"]
RANGE_MAX, RATE_MAX = MOST["offers.value_max"], MOST["offers.rate_points"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the cells of a file mean in a programme: the decimals of its points, its currency and its time zone."""

    decimals: int
    currency: str
    time_zone: str


class _Shared(NamedTuple):
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


class _One(NamedTuple):
    """The columns of one denomination, as read."""

    value: Decimal | None
    price_points: int | None
    old_price_points: int | None


def columns(terms: Terms) -> dict[str, Reader]:
    """The columns of the form and how each is read; sums of money wait until their currency is known."""
    points = cells.minor(terms.decimals, PRICE_MAX)
    limit = cells.whole(1, LIMIT_MAX)
    return {
        "offer": cells.line(MOST["offers.external_ref"], least=1),
        "brand": cells.slug(MOST["brands.slug"]),
        "kind": cells.choice(*KINDS, default="gift_card"),
        "title_ru": cells.line(MOST["offers.title_ru"], least=1),
        "title_en": cells.line(MOST["offers.title_en"], least=1),
        "fulfilment": cells.choice(*FULFILMENTS, default="stock"),
        "currency": _currency(terms.currency),
        "value_min": cells.amount,
        "value_max": cells.amount,
        "value_step": cells.amount,
        "points_per_100": cells.minor(terms.decimals, RATE_MAX),
        "min_points": points,
        "money_per_point": cells.amount,
        "validity_days": cells.whole(1, MOST["offers.validity_days"], default=365),
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


def read(
    name: str,
    content: bytes,
    terms: Terms,
    brands: Collection[str],
    problems: Problems,
    seen: dict[str, int] | None = None,
) -> list[OfferFacts]:
    """The offers of a file; everything that is wrong goes to `problems`, and then the list is of no use.

    Args:
        brands: the short names of the programme's brands.
        seen: collects the publication that each offer was taken from, where the file says so.

    Raises:
        UploadRefused: the file as a whole cannot be read.
    """
    rows = uploads.rows(name, content, LIMITS, problems.tell)
    readers = columns(terms)
    table = Columns(readers, uploads.header(name, next(rows), NEEDED, tuple(readers)), problems)
    width = len(_Shared._fields)
    offers: dict[str, tuple[int, _Shared, list[tuple[int, _One]]]] = {}
    of_brands = Counter[str]()
    for row in rows:
        values = table.read(*row)
        if values is None:
            continue
        shared, one, version = _Shared(*values[:width]), _One(*values[width:-1]), values[-1]
        if seen is not None and version is not None:
            seen[shared.offer] = version
        first = offers.setdefault(shared.offer, (row.number, shared, []))
        if first[1] != shared:
            _disagrees(row.number, first[0], first[1], shared, problems)
        elif shared.brand not in brands:
            problems.add(row.number, "brand", "the programme has no such brand")
        else:
            first[2].append((row.number, one))
            of_brands[shared.brand] += 1
            if of_brands[shared.brand] == BRAND_ROWS_MAX + 1:
                problems.add(row.number, "brand", Reason("a brand has at most %(most)s rows", most=BRAND_ROWS_MAX))
    build = _Builder(terms, problems).facts
    return [facts for number, shared, ones in offers.values() if ones and (facts := build(number, shared, ones))]


class _Builder:
    """Turns what was read into offers: money into minor units, days into moments, with the checks across columns."""

    def __init__(self, terms: Terms, problems: Problems) -> None:
        self._terms = terms
        self._problems = problems
        self._moments: dict[tuple[date, int], datetime] = {}
        self._sums: dict[tuple[Decimal, int], int] = {}

    def facts(self, number: int, shared: _Shared, ones: list[tuple[int, _One]]) -> OfferFacts | None:
        """The offer, or None after its problems were noted."""
        before = self._problems.total
        digits = minor_digits(shared.currency)
        least = self._money(number, "value_min", shared.value_min, digits, RANGE_MAX)
        most = self._money(number, "value_max", shared.value_max, digits, RANGE_MAX)
        step = self._money(number, "value_step", shared.value_step, digits, RANGE_MAX)
        rate = self._money(number, "money_per_point", shared.money_per_point, digits)
        starts, ends = self._moment(shared.starts_on, 0), self._moment(shared.ends_on, 1)
        self._check(number, shared, ones, (least, most, step), rate)
        if starts and ends and ends <= starts:
            self._problems.add(number, "ends_on", "ends before it starts")
        prices = () if least or most or step else self._prices(ones, digits)
        if self._problems.total != before:
            return None
        return OfferFacts(
            number, shared.offer, shared.brand, shared.kind, shared.title_ru, shared.title_en, shared.fulfilment,
            shared.currency, least, most, step, shared.points_per_100, RATE_OF * 10**digits if least else None,
            shared.min_points, rate, shared.validity_days, shared.per_member_limit, shared.total_limit, shared.tier,
            starts, ends, prices,
        )  # fmt: skip

    def _check(
        self,
        number: int,
        shared: _Shared,
        ones: list[tuple[int, _One]],
        ranged: tuple[int | None, ...],
        rate: int | None,
    ) -> None:
        say = self._problems.add
        least, most, step = ranged
        if any(ranged) or shared.points_per_100:
            if not (least and most and step and shared.points_per_100):
                say(number, "value_min", "a range needs value_min, value_max, value_step and points_per_100")
            elif least > most:
                say(number, "value_max", "is below value_min")
            if shared.fulfilment == "stock":
                say(number, "fulfilment", "a range of values cannot be handed over from stock")
            if len(ones) > 1 or any(ones[0][1]):
                say(ones[-1][0], "value", "an offer has denominations or a range, not both")
        if (shared.min_points is None) != (rate is None):
            say(number, "money_per_point", "min_points and money_per_point go together")

    def _prices(self, ones: list[tuple[int, _One]], digits: int) -> tuple[tuple[int, int, int | None], ...]:
        found: dict[int, tuple[int, int, int | None]] = {}
        for number, one in ones:
            value = self._money(number, "value", one.value, digits)
            if value is None or one.price_points is None:
                if one.value is None:
                    self._problems.add(number, "value", "is missing")
                if one.price_points is None:
                    self._problems.add(number, "price_points", "is missing")
                continue
            if value in found:
                self._problems.add(number, "value", "the offer has this value twice")
            if one.old_price_points is not None and one.old_price_points <= one.price_points:
                self._problems.add(number, "old_price_points", "is not above the price")
            found[value] = (value, one.price_points, one.old_price_points)
        return tuple(sorted(found.values()))

    def _money(
        self, number: int, column: str, amount: Decimal | None, digits: int, most: int = VALUE_MAX
    ) -> int | None:
        if amount is None:
            return None
        try:
            known = self._sums.get((amount, digits))
            if known is None:
                known = self._sums[amount, digits] = cells.minor_units(amount, digits, VALUE_MAX)
            if known > most:
                raise CellError("is too large")
            return known
        except CellError as error:
            self._problems.add(number, column, error.reason)
            return None

    def _moment(self, day: date | None, plus: int) -> datetime | None:
        """The start of the day in the programme's zone; of the day after for a last day."""
        if day is None:
            return None
        if (day, plus) not in self._moments:
            zone = ZoneInfo(self._terms.time_zone)
            self._moments[day, plus] = datetime.combine(day + timedelta(days=plus), time(), zone).astimezone(
                ZoneInfo("UTC")
            )
        return self._moments[day, plus]


def _currency(default: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        word = cell.upper() or default
        if len(word) != 3 or not word.isascii() or not word.isalpha():
            raise CellError("is not a currency: three letters, such as RUB")
        return word

    return read


def _disagrees(number: int, first: int, was: Any, now: Any, problems: Problems) -> None:
    name = next(name for name in _Shared._fields if getattr(was, name) != getattr(now, name))
    problems.add(number, name, Reason("differs from row %(first)s for the same offer", first=first))
