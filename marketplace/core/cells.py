"""Cells of a file become values: one small reader per kind of column, each with its bounds, remembered by text.

A reader gets the cell as text, without spaces around, and gives its value or raises CellError with the reason.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from marketplace.core.problems import Problems, Reason

Reader = Callable[[str], Any]
REMEMBERED = 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2199
_MISSING = object()
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,6})?")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_SLUG = re.compile(r"[a-z0-9-]+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
_DAY_RU = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_SPACES = str.maketrans("", "", " \u00a0\u202f")


class CellError(ValueError):
    """Why a cell cannot be taken; the text is shown, so it never repeats the cell."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = Reason.of(reason)


def text(longest: int, *, least: int = 0) -> Reader:
    """Plain text in one piece; line breaks are kept, other signs that cannot be seen are refused."""

    def read(cell: str) -> str:
        cell = cell.replace("\r\n", "\n")
        if len(cell) < least:
            raise CellError("is missing")
        if len(cell) > longest:
            raise CellError(Reason("is longer than %(most)s characters", most=longest))
        if not cell.isprintable() and not cell.replace("\n", "").replace("\t", "").replace("\u00ad", "").isprintable():
            raise CellError("has characters that cannot be printed")
        return cell

    return read


def slug(longest: int, *, optional: bool = False) -> Reader:
    """A short name: small Latin letters, digits and hyphens."""

    def read(cell: str) -> str:
        if not cell and not optional:
            raise CellError("is missing")
        if cell and (len(cell) > longest or not _SLUG.fullmatch(cell)):
            raise CellError(
                Reason("is not a short name: up to %(most)s small Latin letters, digits and hyphens", most=longest)
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
            raise CellError(Reason("is none of %(words)s", words=", ".join(words)))
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

    return read


def whole(least: int, most: int, *, default: int | None = None) -> Reader:
    """A whole number within bounds; an empty cell is the default."""

    def read(cell: str) -> int | None:
        if not cell:
            return default
        cell = cell.translate(_SPACES)
        number = int(cell) if _WHOLE.fullmatch(cell) else None
        if number is None or not least <= number <= most:
            raise CellError(Reason("is not a whole number from %(least)s to %(most)s", least=least, most=most))
        return number

    return read


def amount(cell: str) -> Decimal | None:
    """An amount above zero, exactly as written, until it is known how many decimals it may have; empty is None."""
    if not cell:
        return None
    cell = cell.translate(_SPACES).replace(",", ".")
    found = Decimal(cell) if _NUMBER.fullmatch(cell) else None
    if found is None or found <= 0:
        raise CellError("is not an amount above zero")
    return found


def minor(digits: int, most: int = 10**15) -> Reader:
    """An amount above zero with up to `digits` decimals, in minor units; an empty cell is None."""

    def read(cell: str) -> int | None:
        found = amount(cell)
        return None if found is None else minor_units(found, digits, most)

    return read


def minor_units(found: Decimal, digits: int, most: int = 10**15) -> int:
    """An amount in minor units, exactly. Raises CellError."""
    units = found.scaleb(digits)
    if units != int(units):
        raise CellError(Reason("has more than %(most)s decimals", most=digits))
    if units > most:
        raise CellError("is too large")
    return int(units)


def day(cell: str) -> date | None:
    """A day as 2027-12-31 or 31.12.2027; an empty cell is None."""
    if not cell:
        return None
    iso, russian = _DAY.fullmatch(cell), _DAY_RU.fullmatch(cell)
    parts = iso.groups() if iso else russian.groups()[::-1] if russian else ("0", "0", "0")
    try:
        found = date(*(int(part) for part in parts))
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError
    except ValueError:
        raise CellError("is not a day: write 2027-12-31") from None
    return found


class Columns:
    """The readers of a table's columns, in order. Text that was read before is looked up, not read again."""

    def __init__(self, readers: dict[str, Reader], places: dict[str, int], problems: Problems) -> None:
        self.names = list(readers)
        self._readers = list(readers.values())
        self._places = [places.get(name) for name in readers]
        self._known: list[dict[str, Any]] = [{} for _ in readers]
        self._problems = problems

    def read(self, number: int, cells: Sequence[str]) -> list[Any] | None:
        """The values of a row in the order of the readers; None after its problems were noted."""
        values, good, width = [], True, len(cells)
        for at, place in enumerate(self._places):
            cell = cells[place] if place is not None and place < width else ""
            value = self._known[at].get(cell, _MISSING)
            if value is _MISSING:
                try:
                    value = self._readers[at](cell)
                except CellError as error:
                    self._problems.add(number, self.names[at], error.reason)
                    good = False
                    continue
                if len(self._known[at]) < REMEMBERED:
                    self._known[at][cell] = value
            values.append(value)
        return values if good else None
