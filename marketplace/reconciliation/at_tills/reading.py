"""A till's table, CSV or XLSX, read into receipts; what is wrong goes to the problems with its row and column. No database, no clock."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from marketplace.core import cells, numbers, pans, uploads
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.cells import CellError
from marketplace.core.problems import Problems, Reason
from marketplace.core.uploading import UploadRefused
from marketplace.core.uploads import Limits, Row
from marketplace.reconciliation.at_tills import columns as titles

LINES_MAX = 200_000
LIMITS = Limits(rows=LINES_MAX + 1)
RECEIPT_MAX, TILL_MAX = COLUMN_MAX["till_lines.receipt"], COLUMN_MAX["till_lines.till"]
_TAKEN_BACK = re.compile(r"возврат|отмен|сторно|refund|return|revers|void|cancel", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:(\d{4})-(\d{2})-(\d{2})|(\d{2})\.(\d{2})\.(\d{4}))(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?"
)
# What a spreadsheet may have made of a cell, by the field; anything else says that the file is spoilt.
_ODD = {
    "at": ("day",),
    "day": ("day",),
    "time": ("time",),
    "amount": ("number",),
    "receipt": ("number",),
    "till": ("number",),
}
_NOT_IN_KEYS = re.compile(r"[^0-9A-ZА-ЯЁ]")


class Meaning(NamedTuple):
    """How cells are read: the time zone of tills, and the decimals of their currency."""

    zone: ZoneInfo
    digits: int


class TillLine(NamedTuple):
    """A receipt: its row in the file, the moment and the partner's day, its number, its till, what was taken in minor units (below zero: back)."""

    line: int
    at: datetime
    day: date
    receipt: str
    till: str
    amount: int


def key_of(text: str) -> str:
    """A receipt's or till's name as it is compared: capitals, letters and digits, without the zeros before a number.

    A letter whose capital would be two (ß) is none of them, as for the database; so a key is never longer than its name.
    """
    plain = _NOT_IN_KEYS.sub("", "".join(one for one in map(str.upper, text) if len(one) == 1))
    return plain.lstrip("0") if plain.isdigit() else plain


def chosen(name: str, content: bytes, said: Mapping[str, str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Which title of the file's first row is which field: what was said, else what was remembered and still is there, else guessed.

    Raises UploadRefused: a title that was said is not there, or a field that is needed has none.
    """
    row = next(uploads.rows(name, content, LIMITS))
    there = set(row.cells)
    for title in said.values():
        if title not in there:
            raise UploadRefused(file=name, row=row.number, column=title, reason="the column is missing")
    guessed = titles.guessed(row.cells)
    kept = {field: title for field, title in remembered.items() if title in there}
    found = (kept if kept and not titles.complete(kept) else guessed) | dict(said)
    if "at" in said:
        found = {field: title for field, title in found.items() if field not in ("day", "time")} | dict(said)
    if missing := titles.complete(found):
        raise UploadRefused(file=name, row=row.number, column=missing, reason="the column is missing")
    return found


def read(
    name: str, content: bytes, columns: Mapping[str, str], meaning: Meaning, problems: Problems
) -> Iterator[TillLine]:
    """The receipts of a file. Rows of zero are left out. Raises UploadRefused: it is no table."""
    places: dict[str, int] = {}
    for row in uploads.rows(name, content, LIMITS):
        if not places:
            places = {field: row.cells.index(title) for field, title in columns.items()}
            continue
        if (line := _line(row, places, columns, meaning, problems)) is not None and line.amount:
            yield line


def _line(
    row: Row, places: Mapping[str, int], columns: Mapping[str, str], meaning: Meaning, problems: Problems
) -> TillLine | None:
    cell = {field: row.cells[at] if at < len(row.cells) else "" for field, at in places.items()}
    field = "at" if "at" in cell else "day"
    try:
        for field, at in places.items():
            if (odd := row.odd.get(at)) and odd not in _ODD.get(field, ()):
                raise CellError(uploads.NO_TEXT[odd])
        field = "at" if "at" in cell else "day"
        moment = _moment(f"{cell[field]} {cell.get('time', '')}".strip(), meaning.zone)
        field = "amount"
        amount = _amount(cell["amount"], meaning.digits)
        field = "receipt"
        receipt = _name(cell.get("receipt", ""), RECEIPT_MAX)
        field = "till"
        till = _name(cell.get("till", ""), TILL_MAX)
    except CellError as no:
        problems.add(row.number, columns.get(field, field), no.reason)
        return None
    if _TAKEN_BACK.search(cell.get("kind", "")):
        amount = -abs(amount)
    return TillLine(row.number, moment, moment.astimezone(meaning.zone).date(), receipt, till, amount)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise CellError("must be a date and time such as 01.11.2026 16:02:00")
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        plain = datetime.combine(
            date(int(year), int(month), int(day)), time(int(found[7] or 0), int(found[8] or 0), int(found[9] or 0))
        )
        moment = datetime.fromisoformat(plain.isoformat() + found[10]) if found[10] else plain.replace(tzinfo=zone)
        if not cells.FIRST_YEAR <= moment.year <= cells.LAST_YEAR:
            raise CellError("must be a date and time such as 01.11.2026 16:02:00")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellError("must be a date and time such as 01.11.2026 16:02:00") from None


def _amount(text: str, digits: int) -> int:
    plain = text.replace("\u2212", "-").strip()
    negative = plain.startswith("-")
    number = numbers.parse(plain.removeprefix("-").strip())
    if not number:
        return 0
    units = cells.minor_units(number, digits)
    return -units if negative else units


def _name(text: str, most: int) -> str:
    if len(text) > most:
        raise CellError(Reason("is longer than %(most)s characters", most=most))
    if not text.isprintable():
        raise CellError("has characters that cannot be printed")
    return pans.masked(text)[:most]
