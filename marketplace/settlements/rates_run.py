"""A run over a file of exchange rates, CSV or XLSX: which are new, which are there, and which are there with another figure."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplace.core import cells, numbers, uploads
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.cells import CellError, Columns, Reader, Typed
from marketplace.core.problems import Problems, Reason
from marketplace.core.texts import Unfit
from marketplace.core.uploads import Limits
from marketplace.identity import Permission
from marketplace.runs import Checked, Given, Kind, Part
from marketplace.settlements.errors import BadRate
from marketplace.settlements.rates import Rate, load_rates, look_at_rates, minor_rate

COLUMNS = ("day", "from", "to", "rate")
HEADINGS = {
    "дата": "day", "из": "from", "валюта": "from", "в": "to", "курс": "rate", "date": "day", "currency": "from",
}  # fmt: skip
LIMITS = Limits(rows=100_000)  # as many as stand in memory at once
SOURCE_MAX = COLUMN_MAX["settlement_rates.source"]
DECIMALS_MAX = 12  # a won in dinars has more than a sum of money
SHOWN_MAX = 20
_CODE_LENGTH = 3


def check(given: Given, problems: Problems, now: datetime) -> Checked | None:
    """Which rates of the file are new; those that differ from what is kept are shown, and stay as they are kept."""
    rates = _read(given, problems)
    if problems.total:
        return None
    if not rates:
        problems.add(None, "", "the file is empty")
        return None
    found = look_at_rates(given.programme_id, _source(given), rates)
    preview = {
        "source": _source(given), "new": found.new, "known": found.known - len(found.other), "other": len(found.other),
        "from": min(one.day for one in rates).isoformat(), "to": max(one.day for one in rates).isoformat(),
        "pairs": sorted({f"{one.from_currency}/{one.to_currency}" for one in rates})[:SHOWN_MAX],
        "kept": [_said(one) for one in found.other[:SHOWN_MAX]],
    }  # fmt: skip
    return Checked(len(rates), found.new, len(rates) - found.new, preview)


def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
    """All rates as one part."""
    if reached == 0:
        yield Part(total, lambda now: _load(given, now))


def shown(column: str, cell: str) -> str:
    """Rates are published by their source."""
    return cell


def _load(given: Given, now: datetime) -> int:
    return load_rates(given.programme_id, _source(given), _read(given, Problems(given.name)), now=now).new


def _source(given: Given) -> str:
    """Who published them, as contracts call it. Raises UploadRefused where it was not said."""
    source = given.options.get("source", "").strip()
    if not 0 < len(source) <= SOURCE_MAX:
        raise uploads.UploadRefused(file=given.name, reason="say whose rates these are")
    return source


def _read(given: Given, problems: Problems) -> list[Rate]:
    rows = uploads.rows(given.name, given.content, LIMITS, problems.tell)
    readers: dict[str, Reader] = {
        "day": Typed(_day, cells.day.kinds),
        "from": _currency,
        "to": _currency,
        "rate": Typed(_worth, frozenset({"number"})),
    }
    table = Columns(readers, uploads.header(given.name, next(rows), COLUMNS, COLUMNS, HEADINGS), problems)
    found = []
    for row in rows:
        values = table.read(*row)
        if values is not None and (rate := _rate(row.number, values, problems)) is not None:
            found.append(rate)
    return found


def _rate(row: int, values: list[Any], problems: Problems) -> Rate | None:
    rate = Rate(values[1], values[2], values[0], values[3])
    if rate.from_currency == rate.to_currency:
        problems.add(row, "to", "is the same currency")
        return None
    try:
        minor_rate(rate)
    except BadRate:
        problems.add(row, "rate", "is zero, negative, too small or too large")
        return None
    return rate


def _day(cell: str) -> Any:
    if (found := cells.day(cell)) is None:
        raise CellError("is not a date: write 2027-12-31")
    return found


def _currency(cell: str) -> str:
    if not (len(cell) == _CODE_LENGTH and cell.isascii() and cell.isupper()):
        raise CellError("is not the code of a currency: write USD")
    return cell


def _worth(cell: str) -> Decimal:
    try:
        return numbers.parse(cell, decimals_max=DECIMALS_MAX)
    except numbers.Doubtful:
        raise CellError(Reason("could be a thousand or a fraction: write a fourth decimal, as in 91.2150")) from None
    except Unfit:
        raise CellError("is not a number") from None


def _said(rate: Rate) -> dict[str, str]:
    return {"day": rate.day.isoformat(), "from": rate.from_currency, "to": rate.to_currency, "rate": f"{rate.worth:f}"}


RATES = Kind("rates", Permission.RUNS_RATES, check, parts, shown, headings=HEADINGS)
