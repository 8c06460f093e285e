"""Files from outside: a CSV or XLSX table as rows of text, with limits on everything, or one clear refusal.

The content decides what a file is, not its name. Nothing here keeps the file or shows what is in its cells.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from marketplace.core import csv_files, letters, spreadsheets
from marketplace.core.problems import Problems, Reason
from marketplace.core.uploading import NO_TEXT, Limits, Raw, Tell, UploadRefused, tell_nobody

__all__ = [
    "HEADING_MAX", "NO_TEXT", "STANDARD", "Limits", "Raw", "Row", "UploadRefused", "header", "is_pdf", "is_spreadsheet", "raw_rows", "rows",
]  # fmt: skip

STANDARD = Limits()
HEADING_MAX = 40
# How much of its letters a heading shares with the column that it is taken for, and by how much less with another that is as near.
NEAR, AS_NEAR = 0.75, 0.05
# By whether a column is near, and whether the columns are still to be told.
_UNKNOWN = {
    (True, True): "the column is not known; perhaps it should be %(nearest)s; there are: %(names)s",
    (True, False): "the column is not known; perhaps it should be %(nearest)s",
    (False, True): "the column is not known; there are: %(names)s",
    (False, False): "the column is not known",
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_WEB_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|meta|table|tr|style|script|div)\b", re.IGNORECASE
)
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<\?xml\b", re.IGNORECASE)
# What spreadsheets leave in the text of a cell: an error, in English or Russian; a number in scientific notation.
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|Н/Д|ССЫЛКА!|ЗНАЧ!|ДЕЛ/0!|ИМЯ\?|ЧИСЛО!|ПУСТО!)"
)
_CUT = re.compile(r"-?\d+(?:[.,]\d+)?E[+-]\d+", re.IGNORECASE)
# What guards a text from being read as a number or formula.
_FORMULA_GUARD = re.compile(r'="((?:[^"]|"")*)"')
_GUARDED = re.compile(r"'(?=[0-9=+\-@\t\r\n\u2212＝＋－＠])")


class Row(NamedTuple):
    """One row: its number as a person counts it in the file (the first is 1), and its cells without spaces around.

    `odd` has the kind (of NO_TEXT) of each cell that is no text, by its place.
    """

    number: int
    cells: list[str]
    odd: Mapping[int, str] = {}


def rows(
    name: str,
    content: bytes,
    limits: Limits = STANDARD,
    tell: Tell = tell_nobody,
    *,
    encoding: str = "",
    delimiter: str = "",
) -> Iterator[Row]:
    """The rows of a table that are not empty, in order. CSV in UTF-8 or cp1251 with ; or , between cells, or XLSX.

    Rows come one by one: a refusal may follow after some of them, so nothing may be stored permanently before the end.
    Guards that spreadsheets put before a text ('0012, ="0012") are taken off.

    Args:
        tell: told what a person should know of a file that is read without being wrong, at its end.
        encoding, delimiter: of CSV, where they are known.

    Raises:
        UploadRefused: names the file, and where it is known the row (int), the column (int or name) and the reason.
    """
    if not content.strip():
        raise UploadRefused(file=name, reason="the file is empty")
    if len(content) > limits.bytes:
        raise UploadRefused(file=name, reason=Reason("the file is larger than %(most)s bytes", most=limits.bytes))
    if is_pdf(content):
        raise UploadRefused(file=name, reason="this is a PDF: a CSV or XLSX file is wanted")
    if content.startswith(_OLD_EXCEL):
        raise UploadRefused(file=name, reason="this is an old Excel file: save it as XLSX or CSV")
    if _WEB_PAGE.match(content):
        raise UploadRefused(file=name, reason="this is a web page, not a spreadsheet: save it as XLSX or CSV")
    if _XML.match(content):
        raise UploadRefused(file=name, reason="this is an XML file, not a spreadsheet: save it as XLSX or CSV")
    source = raw_rows(name, content, encoding=encoding, delimiter=delimiter, limits=limits, tell=tell)
    return _checked(name, source, limits)


def raw_rows(
    name: str,
    content: bytes,
    *,
    encoding: str = "",
    delimiter: str = "",
    limits: Limits = STANDARD,
    tell: Tell = tell_nobody,
) -> Iterator[Raw]:
    """Every row of a file as it stands, empty ones too; `encoding` and `delimiter` of CSV where known. Raises UploadRefused."""
    if is_spreadsheet(content):
        return spreadsheets.rows(name, content, limits, tell)
    return csv_files.rows(name, content, csv_files.form(name, content, encoding, delimiter), limits)


def header(
    name: str,
    row: Row,
    needed: tuple[str, ...],
    allowed: tuple[str, ...] = (),
    headings: Mapping[str, str] = MappingProxyType({}),
    problems: Problems | None = None,
    likely: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, int]:
    """Where each column stands, by the names in the first row; capitals do not matter.

    Args:
        headings: other words for columns, in small letters, with the name of each.
        problems: takes what is wrong with columns instead of a refusal, so that the rows below are looked at all the same;
            a column that is not known is read as the nearest one, where no other is.
        likely: words that are taken for no column, in small letters, with the column that is probably meant by each.

    Raises:
        UploadRefused: a needed column is missing, one stands twice, or one is not known, and nobody takes `problems`.
    """
    places: dict[str, int] = {}
    nearest: dict[str, int] = {}
    names = ", ".join(dict.fromkeys((*needed, *allowed)))
    known = {**{title: title for title in (*needed, *allowed)}, **headings}
    titles = {headings.get(cell.lower(), cell.lower()) for cell in row.cells}
    refuse = partial(_refuse, name, row.number, problems)
    for at, cell in enumerate(row.cells):
        title = headings.get(cell.lower(), cell.lower())
        if title in places:
            refuse(at + 1, "the column appears twice")
        elif title in needed or title in allowed:
            places[title] = at
        elif title:
            meant = likely.get(title) or _nearest(title, {**known, **likely})
            meant = "" if meant in titles else meant
            refuse(at + 1, reason := _unknown(title, known, meant, names))
            names = "" if "names" in reason.facts else names
            nearest.setdefault(meant, at)
    places = {title: at for title, at in nearest.items() if title} | places
    for title in needed:
        if title not in places:
            refuse(title, "the column is missing")
    return places


def _refuse(name: str, row: int, problems: Problems | None, column: int | str, reason: str) -> None:
    """Refuse a file for a column, or note it where others are to be looked at, too."""
    if problems is None:
        raise UploadRefused(file=name, row=row, column=column, reason=reason)
    problems.add(row, str(column), reason)


def _nearest(title: str, words: Mapping[str, str]) -> str:
    """The column that an unknown one was probably meant to be; "" where none is near, or two are equally near.

    `words`: what columns are called, with the name of each.
    """
    twin = next((word for word in words if letters.are_twins(title, word)), None)
    close = [twin] if twin else get_close_matches(title[:HEADING_MAX], words, 2, NEAR)
    alike = [SequenceMatcher(None, word, title[:HEADING_MAX]).ratio() for word in close]
    meant = [words[word] for word, ratio in zip(close, alike, strict=True) if ratio > alike[0] - AS_NEAR]
    return meant[0] if len({*meant}) == 1 else ""


def _unknown(title: str, known: Mapping[str, str], meant: str, names: str) -> Reason:
    """Why a column is not known, and what is probably meant; what the file says itself is not repeated, for it may be a cell.

    `names`: the columns there are, or "" where they have been told.
    """
    twin = next((word for word in known if letters.are_twins(title, word)), None)
    if twin is not None:
        return letters.named(*letters.first_other(title, twin))
    facts = {name: value for name, value in (("nearest", meant), ("names", names)) if value}
    return Reason(_UNKNOWN[bool(meant), bool(names)], **facts)


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, which nobody reads as a table."""
    return content.startswith(_PDF)


def is_spreadsheet(content: bytes) -> bool:
    """Whether a file is read as XLSX rather than as text."""
    return content.startswith(_ZIP)


def unguarded(cell: str) -> str:
    """A cell without what guards its text."""
    if cell[:1] == "=" and (found := _FORMULA_GUARD.fullmatch(cell)):
        return found[1].replace('""', '"')
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


def _checked(name: str, source: Iterator[Raw], limits: Limits) -> Iterator[Row]:
    seen = unfolded = count = 0
    for number, cells, odd in source:
        if len(cells) > limits.columns:
            raise UploadRefused(file=name, row=number, reason=Reason("more than %(most)s columns", most=limits.columns))
        line = "".join(cells)
        unfolded += len(line)
        count += len(cells)
        if unfolded > limits.unfolded or count > limits.cells:
            raise UploadRefused(file=name, row=number, reason="the file expands far beyond the limit")
        if len(line) > limits.cell or "\0" in line:
            _check_cells(name, number, cells, limits)
        if odd or (line and not line.isspace()):
            seen += 1
            if seen > limits.rows:
                raise UploadRefused(file=name, row=number, reason=Reason("more than %(most)s rows", most=limits.rows))
            cells = [cell.strip() for cell in cells]
            if "'" in line or '="' in line:
                cells = [unguarded(cell) for cell in cells]
            if "#" in line or "E+" in line or "e+" in line or "E-" in line:
                odd = {**odd, **dict(_odd_texts(cells))}
            yield Row(number, cells, odd)
    if not seen:
        raise UploadRefused(file=name, reason="the file is empty")


def _odd_texts(cells: list[str]) -> Iterator[tuple[int, str]]:
    """Cells that are a spreadsheet's errors, or numbers that have lost their digits, although they came as text."""
    for at, cell in enumerate(cells):
        if cell[:1] == "#" and _ERROR.fullmatch(cell.upper()):
            yield at, "error"
        elif _CUT.fullmatch(cell):
            yield at, "cut"


def _check_cells(name: str, number: int, cells: list[str], limits: Limits) -> None:
    for at, cell in enumerate(cells, 1):
        if len(cell) > limits.cell:
            raise UploadRefused(
                file=name, row=number, column=at, reason=Reason("longer than %(most)s characters", most=limits.cell)
            )
        if "\0" in cell:
            raise UploadRefused(file=name, row=number, column=at, reason="a character that cannot be stored")
