"""Reads the demo world's own files: rows as dictionaries, days that move with today."""

import csv
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from marketplace.core import cells

FOLDER = Path(__file__).resolve().parent.parent / "demo_world"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file of the world."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def parts(cell: str) -> tuple[str, ...]:
    """A cell that holds a list."""
    return tuple(part for part in cell.split(";") if part)


def minor(cell: str, decimals: int = 2) -> int:
    """An amount as written (roubles, points) in minor units."""
    units = cells.minor(decimals)(cell)
    assert isinstance(units, int), "an amount stands here"
    return units


def optional(cell: str, decimals: int = 2) -> int | None:
    """The same where the cell may be empty."""
    return minor(cell, decimals) if cell else None


def last_day(cell: str, today: date) -> date | None:
    """When points end: `H1` the end of the next half-year, `M0` of this month, `+5` in five days, nothing: never."""
    if not cell:
        return None
    if cell[0] == "H":
        halves = today.year * 2 + (today.month > 6) + int(cell[1:])
        return date(halves // 2, 12, 31) if halves % 2 else date(halves // 2, 6, 30)
    if cell[0] == "M":
        months = today.year * 12 + today.month - 1 + int(cell[1:])
        year, month = divmod(months, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])
    return today + timedelta(days=int(cell))


def moment(day: date, time_zone: str, now: datetime) -> datetime:
    """Noon of a day in a time zone, but never later than now."""
    noon = datetime.combine(day, time(12), ZoneInfo(time_zone)).astimezone(UTC)
    return min(noon, now)
