"""Tables for spreadsheets: CSV for every program, XLSX for the larger ones. No cell of either is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import BinaryIO, NamedTuple, TypeAlias

import xlsxwriter

from marketplace.core import formats

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet takes a cell that begins so for a formula, no matter who wrote it.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", formats.MINUS, "＝", "＋", "－", "＠")
CELL_MAX = 32_767  # characters that a spreadsheet's cell can hold


class Amount(NamedTuple):
    """An amount in minor units, and how many decimals it has."""

    minor: int
    decimals: int


# A moment comes without a zone, as the clock on the wall showed it.
Cell: TypeAlias = str | int | Amount | datetime | date | None


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(DANGEROUS) else text


def plain(amount: Amount, language: str) -> str:
    """An amount as programs read it: no spaces, no sign of a unit."""
    whole, part = divmod(abs(amount.minor), 10**amount.decimals)
    sign = "-" if amount.minor < 0 else ""
    return sign + (
        f"{whole}{',' if language == 'ru' else '.'}{part:0{amount.decimals}d}" if amount.decimals else str(whole)
    )


def write(
    kind: str,
    file: BinaryIO,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    language: str,
    widths: Sequence[int] = (),
    made_at: datetime | None = None,
) -> int:
    """Write a table into a file and return how many rows it has; rows are taken one by one and not kept.

    Args:
        kind: "csv" (UTF-8 with its mark; semicolons where the comma belongs to the numbers) or "xlsx".
        widths: of the columns, in characters.
        made_at: when an XLSX says that it was made; the same table then gives the same bytes.
    """
    if kind == "csv":
        return _csv(file, head, rows, language)
    return _xlsx(file, head, rows, widths, made_at)


def _csv(file: BinaryIO, head: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";" if language == "ru" else ",")
    writer.writerow(head)
    count = 0
    for row in rows:
        writer.writerow([_text(cell, language) for cell in row])
        count += 1
    text.detach()
    return count


def _text(cell: Cell, language: str) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, Amount):
        return plain(cell, language)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def _xlsx(
    file: BinaryIO, head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int], made_at: datetime | None
) -> int:
    """One sheet, its head frozen. A row that is written is forgotten: memory does not grow with the table."""
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(file, options) as book:
        if made_at is not None:
            book.set_properties({"created": made_at.replace(tzinfo=None, microsecond=0)})
        sheet = book.add_worksheet()
        styles = Styles(book)
        for column in range(len(head)):
            sheet.set_column(column, column, widths[column] if column < len(widths) else 20)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, head, book.add_format({"bold": True}))
        for count, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                styles.write(sheet, count, column, cell)
    return count


class Styles:
    """How cells of a workbook look, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._amounts: dict[int, object] = {}

    def write(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
        """Write one cell; text is text, whatever it looks like."""
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            sheet.write_string(row, column, neutral(cell)[:CELL_MAX])
        elif isinstance(cell, Amount):
            sheet.write_number(row, column, cell.minor / 10**cell.decimals, self._amount(cell.decimals))
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, self._moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self._day)
        else:
            sheet.write_number(row, column, cell)

    def _amount(self, decimals: int) -> object:
        if decimals not in self._amounts:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._amounts[decimals] = self._book.add_format({"num_format": pattern})
        return self._amounts[decimals]
