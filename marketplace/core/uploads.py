"""Files from outside: a CSV or XLSX table as rows of text, with limits on everything, or one clear refusal.

The content decides what a file is, not its name. Nothing here keeps the file or shows what is in its cells.
"""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from marketplace.core import spreadsheets
from marketplace.core.uploading import Limits, UploadRefused

__all__ = ["STANDARD", "Limits", "Row", "UploadRefused", "header", "rows"]

STANDARD = Limits()
_CONTROL = bytes(set(range(32)) - set(b"\t\r\n")) + b"\x7f"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


class Row(NamedTuple):
    """One row: its number as a person counts it in the file (the first is 1), and its cells without spaces around."""

    number: int
    cells: list[str]


def rows(name: str, content: bytes, limits: Limits = STANDARD) -> Iterator[Row]:
    """The rows of a table that are not empty, in order. CSV in UTF-8 or cp1251 with ; or , between cells, or XLSX.

    Rows come one by one: a refusal may follow after some of them, so nothing may be stored for good before the end.

    Raises:
        UploadRefused: names the file, and where it is known the row (int), the column (int or name) and the reason.
    """
    if not content.strip():
        raise UploadRefused(file=name, reason="the file is empty")
    if len(content) > limits.bytes:
        raise UploadRefused(file=name, reason=f"the file is larger than {limits.bytes} bytes")
    if content.startswith(_OLD_EXCEL):
        raise UploadRefused(file=name, reason="this is an old Excel file: save it as XLSX or CSV")
    source = spreadsheets.rows(name, content, limits) if content.startswith(_ZIP) else _csv(name, content, limits)
    return _checked(name, source, limits)


def header(name: str, row: Row, needed: tuple[str, ...], allowed: tuple[str, ...] = ()) -> dict[str, int]:
    """Where each column stands, by the names in the first row; capitals do not matter.

    Raises:
        UploadRefused: a needed column is missing, one stands twice, or one is not known.
    """
    places: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        title = cell.lower()
        if not title:
            continue
        if title in places:
            raise UploadRefused(file=name, row=row.number, column=at + 1, reason="the column stands twice")
        if title not in needed and title not in allowed:
            raise UploadRefused(file=name, row=row.number, column=at + 1, reason="the column is not known")
        places[title] = at
    for title in needed:
        if title not in places:
            raise UploadRefused(file=name, row=row.number, column=title, reason="the column is missing")
    return places


def _checked(name: str, source: Iterator[tuple[int, list[str]]], limits: Limits) -> Iterator[Row]:
    seen = 0
    for number, cells in source:
        if len(cells) > limits.columns:
            raise UploadRefused(file=name, row=number, reason=f"more than {limits.columns} columns")
        line = "".join(cells)
        if len(line) > limits.cell or "\0" in line:
            _check_cells(name, number, cells, limits)
        if line and not line.isspace():
            seen += 1
            if seen > limits.rows:
                raise UploadRefused(file=name, row=number, reason=f"more than {limits.rows} rows")
            yield Row(number, [cell.strip() for cell in cells])
    if not seen:
        raise UploadRefused(file=name, reason="the file is empty")


def _check_cells(name: str, number: int, cells: list[str], limits: Limits) -> None:
    for at, cell in enumerate(cells, 1):
        if len(cell) > limits.cell:
            raise UploadRefused(file=name, row=number, column=at, reason=f"longer than {limits.cell} signs")
        if "\0" in cell:
            raise UploadRefused(file=name, row=number, column=at, reason="a sign that cannot be stored")


def _csv(name: str, content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(name, content)
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    delimiter = _delimiter(stream.readline(limits.line))
    stream.seek(0)
    number = 0
    try:
        for cells in csv.reader(_lines(name, stream, limits), delimiter=delimiter, strict=True):
            number += 1
            yield number, cells
    except csv.Error:
        raise UploadRefused(file=name, row=number + 1, reason="quotation marks that do not fit together") from None


def _encoding(name: str, content: bytes) -> str:
    if content.translate(None, _CONTROL) != content:
        raise UploadRefused(file=name, reason="this is not a text file in UTF-8 or Windows-1251, nor XLSX")
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UploadRefused(file=name, reason="this is not a text file in UTF-8 or Windows-1251, nor XLSX")


def _delimiter(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    return ";" if outside.count(";") >= outside.count(",") else ","


def _lines(name: str, stream: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    number = 0
    while line := stream.readline(limits.line + 1):
        number += 1
        if len(line) > limits.line:
            raise UploadRefused(file=name, row=number, reason=f"a line is longer than {limits.line} signs")
        yield line
