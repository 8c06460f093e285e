"""A file of codes as rows: every cell is text, so that 219E01BE and leading zeros stay as they are.

Columns: `code`, and if wanted `pin`, `value` (in whole units of the currency, "500" or "499.90") and `expires_on`
(2027-12-31 or 31.12.2027). A file without a head is a list of codes, one a row.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from marketplace.codes import rules
from marketplace.core import uploads
from marketplace.core.problems import Problems
from marketplace.core.vault import normal

COLUMNS = ("pin", "value", "expires_on")
REMEMBERED = 2_000
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_DAY_RU = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})", re.ASCII)


class CodeRow(NamedTuple):
    """One code of a file; `value` as written there, None where the file has no such column. Never print it."""

    row: int
    code: str
    pin: str
    value: Decimal | None
    expires_on: date | None


class _Table(NamedTuple):
    """Where the columns of a file stand, and what its values and days mean: it has few different ones.

    They are remembered for this file only, for where its columns are mixed up they are codes.
    """

    places: dict[str, int]
    worth: Callable[[str], Decimal | None]
    day: Callable[[str], date | None]


def read(name: str, content: bytes, problems: Problems) -> Iterator[CodeRow]:
    """The codes of a CSV or XLSX file; what is wrong goes to `problems` and is left out.

    Raises:
        UploadRefused: the file as a whole cannot be read.
    """
    rows = uploads.rows(name, content)
    first = next(rows)
    headed = "code" in {cell.lower() for cell in first.cells}
    places = uploads.header(name, first, ("code",), COLUMNS) if headed else {"code": 0}
    table = _Table(places, lru_cache(REMEMBERED)(whole), lru_cache(REMEMBERED)(_day))
    for row in rows if headed else chain((first,), rows):
        yield from _row(row, table, problems)


def whole(text: str) -> Decimal | None:
    """A value in whole units of a currency: "500", "1 000", "499,90"; None for what is none."""
    try:
        worth = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return worth if worth.is_finite() and 0 < worth < 10**12 else None


def _row(row: uploads.Row, table: _Table, problems: Problems) -> Iterator[CodeRow]:
    cells, places = row.cells, table.places
    if _extra(cells, places):
        problems.add(row.number, "", "a cell without a column of its own")
        return
    code, pin, value, day = (_cell(cells, places, column) for column in ("code", *COLUMNS))
    before = problems.total
    _check_code(row.number, code, pin, problems)
    worth = table.worth(value) if "value" in places else None
    if worth is None and "value" in places:
        problems.add(row.number, "value", "not a value above zero")
    ends = table.day(day) if day else None
    if ends is None and day:
        problems.add(row.number, "expires_on", "not a day: write 2027-12-31")
    if problems.total == before:
        yield CodeRow(row.number, code, pin, worth, ends)


def _extra(cells: list[str], places: dict[str, int]) -> bool:
    """Whether something stands outside of the columns."""
    if len(cells) <= len(places) and max(places.values()) < len(places):
        return False  # the columns stand side by side, and there is no more
    return any(cell and at not in places.values() for at, cell in enumerate(cells))


def _cell(cells: list[str], places: dict[str, int], column: str) -> str:
    at = places.get(column)
    return cells[at] if at is not None and at < len(cells) else ""


def _check_code(number: int, code: str, pin: str, problems: Problems) -> None:
    if not code:
        problems.add(number, "code", "the code is missing")
    elif not code.isprintable():
        problems.add(number, "code", "the code has signs that cannot be printed")
    elif len(code) > rules.CODE_MAX:
        problems.add(number, "code", f"the code is longer than {rules.CODE_MAX} signs")
    elif len(normal(code)) < rules.CODE_MIN:
        problems.add(number, "code", f"the code has fewer than {rules.CODE_MIN} signs")
    if len(pin) > rules.PIN_MAX or not pin.isprintable():
        problems.add(number, "pin", f"the PIN is longer than {rules.PIN_MAX} signs or cannot be printed")


def _day(text: str) -> date | None:
    iso, russian = _DAY.fullmatch(text), _DAY_RU.fullmatch(text)
    parts = iso.groups() if iso else russian.groups()[::-1] if russian else ("0", "0", "0")
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
