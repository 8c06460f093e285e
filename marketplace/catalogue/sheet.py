"""Our own form of a catalogue, CSV or XLSX: a row is a denomination or a range of an offer. See docs/catalogue-file.md.

A blank or absent cell leaves what the shop has; a mark clears it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from marketplace.catalogue import twins
from marketplace.catalogue.building import Builder
from marketplace.catalogue.columns import BRAND_ROWS_MAX, LIKELY, LIMITS, NEEDED, One, Shared, Terms, columns
from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.standing import Stood, as_read
from marketplace.core import cells, uploads
from marketplace.core.cells import CLEARED, LEFT, CellError, Columns, Reader
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems, Reason
from marketplace.core.uploading import MERGED

WIDTH = len(Shared._fields)
TITLE_KEPT = "offers whose %(column)s is empty, so that it stays as it is in the shop: %(number)s"
_SLUG = re.compile(r"[a-z0-9-]+")
_PLACE = re.compile(r"[A-Z]+([0-9]+):")


class Shop(NamedTuple):
    """What the shop has of whoever a file is from: its offers under references, and all of its references."""

    standing: Callable[[Collection[str]], Mapping[str, OfferFacts]]
    refs: Callable[[], Collection[str]]


@dataclass(slots=True)
class _Offer:
    """What a file says of an offer: its first row, the columns that the whole offer shares, and its denominations by row."""

    number: int
    shared: list[Any]
    ones: list[tuple[int, list[Any]]] = field(default_factory=list)


class _Broken(NamedTuple):
    """A row with something wrong in it, of which no more is read; the cells that say what else is wrong with it."""

    number: int
    offer: str
    brand: str
    title_ru: str
    title_en: str
    value: str
    price_points: str

    @classmethod
    def of(cls, row: uploads.Row, table: Columns) -> "_Broken":
        """The same of a row of the file."""
        return cls(row.number, *(table.cell(row.cells, name) for name in cls._fields[1:]))


def read(
    name: str,
    content: bytes,
    terms: Terms,
    brands: Collection[str],
    problems: Problems,
    shop: Shop,
    seen: dict[str, int] | None = None,
) -> list[OfferFacts]:
    """The offers of a file; everything that is wrong goes to `problems`, and then the list is of no use.

    Args:
        brands: the short names of the brands that the file may speak for.
        shop: what is there already; a blank cell leaves it as it is.
        seen: collects the publication that each offer was taken from, where the file says so.

    Raises:
        UploadRefused: the file as a whole cannot be read.
    """
    rows = uploads.rows(name, content, LIMITS, partial(_told, problems))
    readers = columns(terms)
    places = uploads.header(name, next(rows), NEEDED, tuple(readers), problems=problems, likely=LIKELY)
    if not places.keys() >= {*NEEDED}:
        return []  # rows without a reference say nothing
    table = Columns(readers, places, problems)
    broken: list[_Broken] = []
    offers = _offers(rows, table, problems, {} if seen is None else seen, broken)
    stood = shop.standing({*offers, *(one.offer for one in broken)})
    for one in broken:
        if one.value and not one.price_points and not _is_known(one, stood.get(one.offer)):
            problems.add(one.number, "price_points", "is missing")
    _tell_twice(offers, broken, problems)
    _tell_new({one.offer for one in broken} - offers.keys() - stood.keys(), broken, brands, problems)
    twins.tell({ref: one.number for ref, one in offers.items() if ref not in stood}, stood, shop.refs, problems)
    _tell_untitled(offers, stood, places, problems)
    settle = _Settling(terms, readers, brands, problems, broken)
    build = Builder(terms, problems).facts
    found = []
    for ref, offer in offers.items():
        settled = settle(offer, stood.get(ref))
        if settled is not None and (facts := build(offer.number, *settled)):
            found.append(facts)
    return found


def _tell_untitled(
    offers: Mapping[str, _Offer], stood: Collection[str], places: Collection[str], problems: Problems
) -> None:
    """That a title which was emptied stays as it is: whoever empties it may mean to take it away, which no offer can do."""
    for column in ("title_ru", "title_en"):
        at = Shared._fields.index(column)
        number = sum(ref in stood and offer.shared[at] is LEFT for ref, offer in offers.items())
        if column in places and number:
            problems.tell(Reason(TITLE_KEPT, column=column, number=number))


def _told(problems: Problems, what: Reason) -> None:
    """Merged cells are wrong, for what a person sees in each of them is only in the first; all else is merely told."""
    if what.sentence != MERGED:
        problems.tell(what)
        return
    first = _PLACE.match(what.facts["cells"])
    assert first is not None
    problems.add(int(first[1]), "", what)


def _offers(
    rows: Iterable[uploads.Row], table: Columns, problems: Problems, seen: dict[str, int], broken: list[_Broken]
) -> dict[str, _Offer]:
    """The rows of a file by their offers. Rows of one offer agree in what is the offer's, or leave it blank."""
    offers: dict[str, _Offer] = {}
    for row in rows:
        problems.reached = row.number
        values = table.read(*row)
        if values is None:
            broken.append(_Broken.of(row, table))
            continue
        shared, version = values[:WIDTH], values[-1]
        if version is not None:
            seen[shared[0]] = version
        offer = offers.setdefault(shared[0], _Offer(row.number, shared))
        if offer.shared == shared or _agrees(row.number, offer, shared, problems):
            offer.ones.append((row.number, values[WIDTH:-1]))
        else:
            broken.append(_Broken.of(row, table))
    return offers


def _is_known(row: _Broken, facts: OfferFacts | None) -> bool:
    """Whether the shop has the value of a row, so that it needs no price; one that cannot be read is told of itself."""
    try:
        value = cells.amount(row.value)
    except CellError:
        return True
    return facts is not None and any(
        value == Decimal(held).scaleb(-minor_digits(facts.currency)) for held, *_ in facts.denominations
    )


def _tell_twice(offers: Mapping[str, _Offer], broken: Iterable[_Broken], problems: Problems) -> None:
    """A value that an offer has twice, where one of its rows is wrong in another way, too: both are mended in one go."""
    rows: dict[tuple[str, Any], int] = {
        (ref, value): number for ref, offer in offers.items() for number, (value, *_) in offer.ones if value is not LEFT
    }
    for one in broken:
        try:
            value = cells.amount(one.value)
        except CellError:
            continue
        if value is not None and rows.setdefault((one.offer, value), one.number) != one.number:
            later = max(one.number, rows[one.offer, value])
            problems.add(later, "value", "the offer has this value twice")


def _tell_new(new: Collection[str], broken: Iterable[_Broken], brands: Collection[str], problems: Problems) -> None:
    """What offers lack that are new and of which no row is good."""
    first: dict[str, _Broken] = {}
    for one in broken:
        if one.offer in new and first.setdefault(one.offer, one) is one:
            for name in ("brand", "title_ru", "title_en"):
                if not getattr(one, name):
                    problems.add(one.number, name, "is missing")
            if _SLUG.fullmatch(one.brand) and one.brand not in brands:
                problems.add(one.number, "brand", "the programme has no such brand")


def _agrees(number: int, offer: _Offer, shared: list[Any], problems: Problems) -> bool:
    """Whether a further row fits the first one, which it completes where that is blank."""
    for at, (held, given) in enumerate(zip(offer.shared, shared, strict=True)):
        if held is LEFT:
            offer.shared[at] = given
        elif given is not LEFT and given != held:
            reason = Reason("differs from row %(first)s for the same offer", first=offer.number)
            problems.add(number, Shared._fields[at], reason)
            return False
    return True


class _Settling:
    """Puts in the place of each blank cell what the shop has, or what a new offer has by itself."""

    def __init__(
        self,
        terms: Terms,
        readers: Mapping[str, Reader],
        brands: Collection[str],
        problems: Problems,
        broken: Iterable[_Broken],
    ) -> None:
        self._terms = terms
        self._brands = brands
        self._problems = problems
        self._of_brands = Counter[str]()
        # What a row that is wrong in another way says of its offer is not missing.
        self._said = {
            (one.offer, name) for one in broken for name in ("brand", "title_ru", "title_en") if getattr(one, name)
        }
        self._new = [_blank(readers[name]) for name in Shared._fields]

    def __call__(self, offer: _Offer, facts: OfferFacts | None) -> tuple[Shared, list[tuple[int, One]]] | None:
        """What the offer will be, or None after its problems were noted."""
        if not offer.ones:
            return None
        stood = None if facts is None else as_read(facts, self._terms, currency=offer.shared[6])
        held = self._new if stood is None else stood.shared
        whole = [old if new is LEFT else new for new, old in zip(offer.shared, held, strict=True)]
        if not self._is_whole(offer.number, whole):
            self._tell_unpriced(offer, stood)
            return None
        settled = Shared(*whole)
        ones = [(number, _settled(one, stood)) for number, one in offer.ones]
        if stood and len(ones) == 1 and not any(ones[0][1]) and settled.value_min is None:
            ones = [(offer.number, one) for one in stood.ones] or ones
        before = self._of_brands[settled.brand]
        self._of_brands[settled.brand] += len(ones)
        if before <= BRAND_ROWS_MAX < self._of_brands[settled.brand]:
            self._problems.add(ones[-1][0], "brand", Reason("a brand has at most %(most)s rows", most=BRAND_ROWS_MAX))
        return settled, ones

    def _tell_unpriced(self, offer: _Offer, stood: Stood | None) -> None:
        """An offer that lacks something is built no further; that a new value of it has no price is said all the same."""
        for number, (value, price, _old) in offer.ones:
            if value is not LEFT and price is LEFT and not (stood and stood.of(value)):
                self._problems.add(number, "price_points", "is missing")

    def _is_whole(self, number: int, whole: list[Any]) -> bool:
        missing = [name for name, value in zip(Shared._fields, whole, strict=True) if value is LEFT]
        for name in missing:
            if (whole[0], name) not in self._said:
                self._problems.add(number, name, "is missing")
        if not missing and whole[1] not in self._brands:
            self._problems.add(number, "brand", "the programme has no such brand")
            return False
        return not missing


def _settled(given: list[Any], stood: Stood | None) -> One:
    """A denomination as it will be: what is left blank is as it was of the same value."""
    value = None if given[0] is LEFT else given[0]
    was = (stood.of(value) if stood else None) or One(value, None, None)
    return One(value, *[old if new is LEFT else new for new, old in zip(given[1:], was[1:], strict=True)])


def _blank(reader: Reader) -> Any:
    """What a new offer has in a column that its rows leave blank; LEFT where it needs something."""
    try:
        found = reader(CLEARED[0])
    except CellError:
        return LEFT
    return found
