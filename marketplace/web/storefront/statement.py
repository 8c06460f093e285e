"""The statement of points as a file: CSV for every program, XLSX for spreadsheets. No cell of it is ever a formula."""

import io
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext

from marketplace import ledger
from marketplace.core import formats, paging, sheets
from marketplace.core.sheets import Amount, Cell
from marketplace.ledger import LotMove, Movement
from marketplace.web.shared import filters, movements
from marketplace.web.shared.movements import Said

ROWS_MAX = 10_000
KINDS = sheets.KINDS
WIDTHS = (12, 8, 48, 40, 12, 12, 12, 48)


def write(kind: str, account_id: int) -> bytes:
    """All movements of an account, newest first, at most ROWS_MAX."""
    file = io.BytesIO()
    sheets.write(kind, file, _header(), _rows(account_id), language=filters.language(), widths=WIDTHS)
    return file.getvalue()


def _header() -> list[str]:
    return [
        gettext("Day"), gettext("Time"), gettext("What"), gettext("Details"), gettext("In"), gettext("Out"),
        gettext("Balance after"), gettext("By expiry date"),
    ]  # fmt: skip


def _rows(account_id: int) -> Iterator[list[Cell]]:
    zone = ZoneInfo(g.programme.time_zone)
    before: str | None = None
    for _ in range(ROWS_MAX // paging.LIMIT_MAX):
        page = ledger.history(account_id, before=before, limit=paging.LIMIT_MAX)
        for movement, said in zip(page.items, movements.say(page.items, filters.language()), strict=True):
            yield _row(movement, said, zone)
        before = page.next
        if before is None:
            return


def _row(movement: Movement, said: Said, zone: ZoneInfo) -> list[Cell]:
    at = movement.at.astimezone(zone)
    language = filters.language()
    lots = "; ".join(_lot(lot, language) for lot in movement.lots)
    moved, after = (Amount(abs(n), g.programme.decimals) for n in (movement.amount, movement.balance_after or 0))
    came, went = (moved, None) if movement.amount > 0 else (None, moved)
    return [f"{at:%Y-%m-%d}", f"{at:%H:%M}", said.title, said.detail, came, went, after, lots]


def _lot(lot: LotMove, language: str) -> str:
    until = formats.short_day(lot.expires_on, language) if lot.expires_on else gettext("no end")
    return f"{formats.number(abs(lot.amount), g.programme.decimals, language)}: {until}"
