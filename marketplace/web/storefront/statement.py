"""The statement of points as a file: CSV for every program, XLSX for spreadsheets. No cell of it is ever a formula."""

import csv
import io
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import xlsxwriter
from flask import g
from flask_babel import gettext

from marketplace import ledger
from marketplace.core import formats, paging
from marketplace.ledger import LotMove, Movement
from marketplace.web.shared import filters
from marketplace.web.storefront import points_history

ROWS_MAX = 10_000
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet takes a cell that begins so for a formula, whoever wrote it.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", formats.MINUS, "＝", "＋", "－", "＠")
WIDTHS = (12, 8, 48, 40, 12, 12, 12, 48)

Cell = str | int
Row = list[Cell]


def write(kind: str, account_id: int) -> bytes:
    """All movements of an account, newest first, at most ROWS_MAX."""
    return _csv(_rows(account_id)) if kind == "csv" else _xlsx(_rows(account_id))


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(DANGEROUS) else text


def plain(amount: int, decimals: int, language: str) -> str:
    """An amount in minor units as programs read it: no spaces, no sign."""
    whole, part = divmod(abs(amount), 10**decimals)
    return f"{whole}{',' if language == 'ru' else '.'}{part:0{decimals}d}" if decimals else str(whole)


def _header() -> Row:
    return [
        gettext("Day"), gettext("Time"), gettext("What"), gettext("Details"), gettext("In"), gettext("Out"),
        gettext("Balance after"), gettext("By expiry date"),
    ]  # fmt: skip


def _rows(account_id: int) -> Iterator[Row]:
    zone = ZoneInfo(g.programme.time_zone)
    before: str | None = None
    for _ in range(ROWS_MAX // paging.LIMIT_MAX):
        page = ledger.history(account_id, before=before, limit=paging.LIMIT_MAX)
        for movement in page.items:
            yield _row(movement, zone)
        before = page.next
        if before is None:
            return


def _row(movement: Movement, zone: ZoneInfo) -> Row:
    at = movement.at.astimezone(zone)
    language = filters.language()
    title, about = points_history.title(movement, language)
    lots = "; ".join(_lot(lot, language) for lot in movement.lots)
    came, went = (movement.amount, "") if movement.amount > 0 else ("", -movement.amount)
    texts = [f"{at:%Y-%m-%d}", f"{at:%H:%M}", neutral(title), neutral(about)]
    return [*texts, came, went, movement.balance_after or 0, neutral(lots)]


def _lot(lot: LotMove, language: str) -> str:
    until = formats.short_day(lot.expires_on, language) if lot.expires_on else gettext("no end")
    return f"{formats.number(abs(lot.amount), g.programme.decimals, language)}: {until}"


def _csv(rows: Iterator[Row]) -> bytes:
    """UTF-8 with its mark; semicolons where the comma belongs to the numbers."""
    language, decimals = filters.language(), g.programme.decimals
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if language == "ru" else ",")
    writer.writerow(_header())
    writer.writerows(
        [cell if isinstance(cell, str) else plain(cell, decimals, language) for cell in row] for row in rows
    )
    return file.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterator[Row]) -> bytes:
    file = io.BytesIO()
    decimals = g.programme.decimals
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        amount = book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _header(), book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell / 10**decimals, amount)
                elif cell:
                    sheet.write_string(number, column, cell)
    return file.getvalue()
