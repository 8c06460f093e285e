"""Files from outside: a CSV or XLSX table as rows of text, with limits on everything, or one clear refusal.

The content decides what a file is, not its name. Nothing here keeps the file or shows what is in its cells.
"""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from marketplace.core import spreadsheets
from marketplace.core.problems import Reason
from marketplace.core.uploading import Limits, UploadRefused

__all__ = [
    "STANDARD", "CsvForm", "Limits", "Row", "UploadRefused", "csv_form", "csv_rows", "header", "is_spreadsheet", "rows",
]  # fmt: skip

STANDARD = Limits()
_CONTROL = bytes(set(range(32)) - set(b"\t\r\n")) + b"\x7f"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


class Row(NamedTuple):
    """One row: its number as a person counts it in the file (the first is 1), and its cells without spaces around."""

    number: int
    cells: list[str]


class CsvForm(NamedTuple):
    """How a CSV file is written."""

    encoding: str
    delimiter: str
    line_end: str


def rows(name: str, content: bytes, limits: Limits = STANDARD) -> Iterator[Row]:
    """The rows of a table that are not empty, in order. CSV in UTF-8 or cp1251 with ; or , between cells, or XLSX.

    Rows come one by one: a refusal may follow after some of them, so nothing may be stored for good before the end.

    Raises:
        UploadRefused: names the file, and where it is known the row (int), the column (int or name) and the reason.
    """
    if not content.strip():
        raise UploadRefused(file=name, reason="the file is empty")
    if len(content) > limits.bytes:
        raise UploadRefused(file=name, reason=Reason("the file is larger than %(most)s bytes", most=limits.bytes))
    if content.startswith(_OLD_EXCEL):
        raise UploadRefused(file=name, reason="this is an old Excel file: save it as XLSX or CSV")
    source = spreadsheets.rows(name, content, limits) if is_spreadsheet(content) else _csv(name, content, limits)
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


def is_spreadsheet(content: bytes) -> bool:
    """Whether a file is read as XLSX rather than as text."""
    return content.startswith(_ZIP)


def csv_form(name: str, content: bytes, encoding: str = "") -> CsvForm:
    """How a CSV file is written, so that one like it can be made; `encoding` where it is known. Raises UploadRefused."""
    known = encoding or _encoding(name, content)
    first = content[: content.find(b"\n") + 1 or len(content)]
    return CsvForm(known, _delimiter(first.decode(known, "replace")), "\r\n" if first.endswith(b"\r\n") else "\n")


def csv_rows(name: str, content: bytes, form: CsvForm, limits: Limits = STANDARD) -> Iterator[tuple[int, list[str]]]:
    """Every row of a CSV file with its number, empty ones too, cells as they stand. Raises UploadRefused."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=form.encoding, errors="replace", newline="")
    number = 0
    try:
        for cells in csv.reader(_lines(name, stream, limits), delimiter=form.delimiter, strict=True):
            number += 1
            yield number, cells
    except csv.Error:
        raise UploadRefused(file=name, row=number + 1, reason="quotation marks that do not fit together") from None


def _checked(name: str, source: Iterator[tuple[int, list[str]]], limits: Limits) -> Iterator[Row]:
    seen = 0
    for number, cells in source:
        if len(cells) > limits.columns:
            raise UploadRefused(file=name, row=number, reason=Reason("more than %(most)s columns", most=limits.columns))
        line = "".join(cells)
        if len(line) > limits.cell or "\0" in line:
            _check_cells(name, number, cells, limits)
        if line and not line.isspace():
            seen += 1
            if seen > limits.rows:
                raise UploadRefused(file=name, row=number, reason=Reason("more than %(most)s rows", most=limits.rows))
            yield Row(number, [cell.strip() for cell in cells])
    if not seen:
        raise UploadRefused(file=name, reason="the file is empty")


def _check_cells(name: str, number: int, cells: list[str], limits: Limits) -> None:
    for at, cell in enumerate(cells, 1):
        if len(cell) > limits.cell:
            raise UploadRefused(
                file=name, row=number, column=at, reason=Reason("longer than %(most)s characters", most=limits.cell)
            )
        if "\0" in cell:
            raise UploadRefused(file=name, row=number, column=at, reason="a character that cannot be stored")


def _csv(name: str, content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(name, content)
    line = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="").readline(limits.line)
    yield from csv_rows(name, content, CsvForm(encoding, _delimiter(line), ""), limits)


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
            raise UploadRefused(
                file=name, row=number, reason=Reason("a line is longer than %(most)s characters", most=limits.line)
            )
        yield line
