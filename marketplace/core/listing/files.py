"""A list as a file, in the words of the person who asked for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from marketplace.core import money, sheets
from marketplace.core.listing.description import Column, Kind, Listing, Row
from marketplace.core.sheets import Amount, Cell

WIDTHS = {Kind.NUMBER: 10, Kind.POINTS: 14, Kind.MONEY: 14, Kind.MOMENT: 20, Kind.DAY: 12, Kind.FACTS: 48}


@dataclass(frozen=True, slots=True)
class Wording:
    """How a list is said: heads by column, words by column and value, language, IANA zone, decimals of the points."""

    heads: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    language: str
    time_zone: str
    decimals: int


def write(kind: str, file: BinaryIO, listing: Listing, wording: Wording, parts: Iterable[list[Row]]) -> int:
    """Write the rows of a list into a file, "csv" or "xlsx"; returns how many there were."""
    columns = listing.shown
    zone = ZoneInfo(wording.time_zone)
    return sheets.write(
        kind, file, [wording.heads[column.name] for column in columns], _rows(columns, wording, zone, parts),
        language=wording.language, widths=[WIDTHS.get(column.kind, 28) for column in columns],
    )  # fmt: skip


def _rows(
    columns: tuple[Column, ...], wording: Wording, zone: ZoneInfo, parts: Iterable[list[Row]]
) -> Iterator[list[Cell]]:
    for part in parts:
        for row in part:
            yield [_cell(column, row, wording, zone) for column in columns]


def _cell(column: Column, row: Row, wording: Wording, zone: ZoneInfo) -> Cell:
    value: Any = row[column.name]
    if value is None:
        return None
    if column.kind is Kind.POINTS:
        return Amount(value, wording.decimals)
    if column.kind is Kind.MONEY:
        return Amount(value, money.minor_digits(row[column.currency]))
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if column.kind is Kind.FACTS:
        return "; ".join(f"{name}: {fact}" for name, fact in value.items())
    if column.kind is Kind.WORD:
        return str(wording.words.get(column.name, {}).get(value, value))
    cell: Cell = value
    return cell
