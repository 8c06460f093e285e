"""Cells of a file become values: one small reader per kind of column, each with its bounds, remembered by text.

A reader gets the cell as text, without spaces around, and gives its value or raises CellError with the reason.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

from marketplace.core import letters, numbers, texts
from marketplace.core.problems import Problems, Reason
from marketplace.core.texts import Unfit
from marketplace.core.uploading import NO_TEXT

T = TypeVar("T")


class Left(Enum):
    """What a blank cell says of a thing that is there already: nothing."""

    LEFT = "left"


LEFT = Left.LEFT
# A cell that empties what is there; a blank one leaves it.
CLEARED = ("-", "–", "—")
CellError = Unfit
Reader = Callable[[str], Any]
REMEMBERED = 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2199
_MISSING = object()
_SLUG = re.compile(r"[a-z0-9-]+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
# A word or a sign of a currency beside a number.
_UNIT = r"(?:[^\W\d_]{1,12}\.?|[^\w\s+.,%\-])?"
_WITH_UNIT = re.compile(rf"{_UNIT}\s*(?P<number>[0-9][0-9\s.,]*?)\s*{_UNIT}")
_DAY_RU = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Typed(Generic[T]):
    """A reader of cells that takes more than text: `kinds` of those in `uploading.NO_TEXT`."""

    read: Callable[[str], T]
    kinds: frozenset[str]

    def __call__(self, cell: str) -> T:
        """The value of a cell. Raises CellError."""
        return self.read(cell)


def leaving(reader: Reader) -> Reader:
    """The same reader for a cell that may be left blank (LEFT) or emptied by a mark of CLEARED."""

    def read(cell: str) -> Any:
        if not cell:
            return LEFT
        return reader("" if cell in CLEARED else cell)

    return Typed(read, reader.kinds) if isinstance(reader, Typed) else read


def check_kind(reader: Reader, kind: str) -> None:
    """Refuse a cell of a kind (of NO_TEXT) that the reader does not take. Raises CellError."""
    if not isinstance(reader, Typed) or kind not in reader.kinds:
        raise CellError(NO_TEXT[kind])


def line(longest: int, *, least: int = 0) -> Reader:
    """A name, title or reference: a text of one line, by the rule of `texts`."""
    return _text(texts.one_line, longest, least)


def text(longest: int, *, least: int = 0) -> Reader:
    """A text that may have several lines, by the rule of `texts`."""
    return _text(texts.lines, longest, least)


def _text(rule: Callable[[str], str], longest: int, least: int) -> Reader:
    def read(cell: str) -> str:
        cell = rule(cell)
        if len(cell) < least:
            raise CellError("is missing")
        if len(cell) > longest:
            raise CellError(Reason("is longer than %(most)s characters", most=longest))
        return cell

    return read


def slug(longest: int, *, optional: bool = False) -> Reader:
    """A short name: small Latin letters, digits and hyphens."""

    def read(cell: str) -> str:
        if not cell and not optional:
            raise CellError("is missing")
        if cell and (len(cell) > longest or not _SLUG.fullmatch(cell)):
            raise CellError(
                letters.foreign(cell)
                or Reason("is not a short name: up to %(most)s small Latin letters, digits and hyphens", most=longest)
            )
        return cell

    return read


def choice(*words: str, default: str | None = None) -> Reader:
    """One of a few words; an empty cell is the default, if there is one."""

    def read(cell: str) -> str:
        word = cell.lower() or default
        if word is None:
            raise CellError("is missing")
        if word not in words:
            raise CellError(letters.foreign(cell) or Reason("is none of %(words)s", words=", ".join(words)))
        return word

    return read


def yes(default: bool) -> Reader:
    """Yes or no, also as да/нет, true/false, 1/0."""
    words = {"yes": True, "да": True, "true": True, "1": True, "no": False, "нет": False, "false": False, "0": False}

    def read(cell: str) -> bool:
        if not cell:
            return default
        if cell.lower() not in words:
            raise CellError("is neither yes nor no")
        return words[cell.lower()]

    return Typed(read, frozenset({"boolean"}))


def whole(least: int, most: int, *, default: int | None = None) -> Reader:
    """A whole number within bounds; an empty cell is the default."""

    def read(cell: str) -> int | None:
        if not cell:
            return default
        number = _number(cell)
        if number is None or number != int(number) or not least <= number <= most:
            said = Reason("is not a whole number from %(least)s to %(most)s", least=least, most=most)
            raise CellError(letters.as_digit(cell) or _alone(cell) or said)
        return int(number)

    return Typed(read, frozenset({"number"}))


def _amount(cell: str) -> Decimal | None:
    if not cell:
        return None
    found = _number(cell)
    if found is None or found <= 0:
        raise CellError(letters.as_digit(cell) or _alone(cell) or "is not an amount above zero")
    return found


def _number(cell: str) -> Decimal | None:
    """The number in a cell; None where there is no such thing. Raises CellError where it could be two."""
    try:
        return numbers.parse(cell)
    except numbers.Doubtful:
        raise
    except Unfit:
        return None


def _alone(cell: str) -> Reason | None:
    """How a number is written that stands beside a unit, as in “1 450 ₽”; None where there is no such thing."""
    found = _WITH_UNIT.fullmatch(cell)
    try:
        number = numbers.parse(found["number"].strip()) if found else None
    except Unfit:
        return None
    if number is None or number <= 0 or number == _number(cell):
        return None
    return Reason("is more than a number: write %(number)s alone", number=f"{number:f}")


# An amount above zero, exactly as written, until it is known how many decimals it may have; empty is None.
amount = Typed(_amount, frozenset({"number"}))


def minor(digits: int, most: int = 10**15) -> Reader:
    """An amount above zero with up to `digits` decimals, in minor units; an empty cell is None."""

    def read(cell: str) -> int | None:
        found = _amount(cell)
        return None if found is None else minor_units(found, digits, most)

    return Typed(read, frozenset({"number"}))


def minor_units(found: Decimal, digits: int, most: int = 10**15) -> int:
    """An amount in minor units, exactly. Raises CellError."""
    units = found.scaleb(digits)
    if units != int(units):
        raise CellError(Reason("has more than %(most)s decimals", most=digits))
    if units > most:
        raise CellError("is too large")
    return int(units)


def _day(cell: str) -> date | None:
    if not cell:
        return None
    iso, russian = _DAY.fullmatch(cell), _DAY_RU.fullmatch(cell)
    parts = iso.groups() if iso else russian.groups()[::-1] if russian else ("0", "0", "0")
    try:
        found = date(*(int(part) for part in parts))
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError
    except ValueError:
        raise CellError(letters.as_digit(cell) or "is not a date: write 2027-12-31") from None
    return found


# A day as 2027-12-31 or 31.12.2027; an empty cell is None.
day = Typed(_day, frozenset({"day"}))


class Columns:
    """The readers of a table's columns, in order. Text that was read before is looked up, not read again."""

    def __init__(self, readers: dict[str, Reader], places: dict[str, int], problems: Problems) -> None:
        self.names = list(readers)
        self._readers = list(readers.values())
        self._places = [places.get(name) for name in readers]
        self._known: list[dict[str, Any]] = [{} for _ in readers]
        self._problems = problems

    def cell(self, cells: Sequence[str], name: str) -> str:
        """What stands in a column of a row; "" where the table has no such column."""
        place = self._places[self.names.index(name)]
        return cells[place] if place is not None and place < len(cells) else ""

    def read(self, number: int, cells: Sequence[str], odd: Mapping[int, str] = {}) -> list[Any] | None:
        """The values of a row in the order of the readers; None after its problems were noted.

        Args:
            odd: the cells that are no text, with their kind, by place.
        """
        values, good, width = [], True, len(cells)
        for at, place in enumerate(self._places):
            cell = cells[place] if place is not None and place < width else ""
            value = self._known[at].get(cell, _MISSING)
            kind = odd.get(place, "") if place is not None else ""
            if value is _MISSING or kind:
                try:
                    if kind:
                        check_kind(self._readers[at], kind)
                    value = self._readers[at](cell)
                except CellError as error:
                    self._problems.add(number, self.names[at], error.reason)
                    good = False
                    continue
                if len(self._known[at]) < REMEMBERED:
                    self._known[at][cell] = value
            values.append(value)
        return values if good else None
