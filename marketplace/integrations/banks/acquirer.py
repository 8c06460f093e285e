"""An acquirer's settlement as a table: which column means what is told by a map, so that any acquirer's file can be read."""

from collections.abc import Mapping

from marketplace.core import uploads
from marketplace.core.problems import Reason
from marketplace.core.uploading import UploadRefused
from marketplace.integrations.banks.cells import (
    NAME_MAX,
    RAW_MAX,
    REFERENCE_MAX,
    Unreadable,
    currency_code,
    iso_day,
    minor_units,
    raw,
    told,
)
from marketplace.reconciliation import (
    ENTRIES_MAX,
    BankEntry,
    BankFile,
    BankStatement,
    Columns,
    Unread,
    fits_account,
    keys_of,
)

FORM = "acquirer"
LIMITS = uploads.Limits(bytes=128 * 2**20, rows=ENTRIES_MAX + 1)


def begins(content: bytes) -> bool:
    """Whether the first line of a file has the titles that a settlement has unless a map says otherwise."""
    first = content[:4_000].partition(b"\n")[0].decode("utf-8", "replace")
    plain = Columns()
    return all(title in first for title in (plain.day, plain.reference, plain.currency))


def read(name: str, content: bytes, columns: Columns) -> BankFile:
    """A statement for each merchant account and currency; what the acquirer pays out to the bank goes out of it.

    Raises:
        UploadRefused: it is no table, or has no column for the day, the currency, the reference or the amount.
    """
    found: dict[tuple[str, str], BankStatement] = {}
    places: dict[str, int] = {}
    unread, nought = list[Unread](), 0
    for row in uploads.rows(name, content, LIMITS):
        if not places:
            places = _places(name, row.number, row.cells, columns)
            continue
        cells = {title: row.cells[at] if at < len(row.cells) else "" for title, at in places.items()}
        try:
            entry = _entry(row.number, cells, columns)
        except Unreadable as bad:
            unread.append(Unread(row.number, raw(";".join(row.cells))[:RAW_MAX], bad.reason))
            continue
        if not entry.amount:
            nought += 1
            continue
        account = fits_account(cells.get(columns.account, ""))[:REFERENCE_MAX]
        batch = told(cells.get(columns.batch), REFERENCE_MAX)
        key = (account, entry.currency)
        found.setdefault(key, BankStatement(FORM, account, batch, entry.currency)).entries.append(entry)
    statements = list(found.values()) or [BankStatement(FORM, "", "", "")]
    statements[0].unread += unread
    for one in statements:
        one.from_day = min((entry.booked for entry in one.entries), default=None)
        one.to_day = max((entry.booked for entry in one.entries), default=None)
    told_of = [Reason("entries without an amount of money were left out: %(number)s", number=nought)] if nought else []
    return BankFile(statements, told_of)


def _places(name: str, row: int, titles: list[str], columns: Columns) -> dict[str, int]:
    places = {title.strip(): at for at, title in enumerate(titles)}
    for needed in (columns.day, columns.currency, columns.reference):
        if needed not in places:
            raise UploadRefused(file=name, row=row, column=needed, reason="the column is missing")
    if columns.credit not in places and columns.debit not in places:
        raise UploadRefused(file=name, row=row, column=columns.credit, reason="the column is missing")
    return places


def _entry(row: int, cells: Mapping[str, str], columns: Columns) -> BankEntry:
    booked = iso_day(cells[columns.day])
    if booked is None:
        raise Unreadable("the row has no day such as 2026-11-03")
    net = _difference(cells, columns.credit, columns.debit, cells[columns.currency])
    currency = currency_code(cells[columns.currency]) if net else ""
    same = cells.get(columns.gross_currency) == currency
    gross = _difference(cells, columns.gross_credit, columns.gross_debit, currency) if same and net else net
    names = [cells.get(title, "") for title in (columns.reference, columns.also, columns.third)]
    kind, method = told(cells.get(columns.kind), NAME_MAX), told(cells.get(columns.method), NAME_MAX)
    return BankEntry(
        row, net, currency, booked, booked, told(names[2] or names[0], REFERENCE_MAX), keys_of(names), text=f"{kind} {method}".strip(),
        returned=kind.lower() in ("refunded", "chargeback", "refund"), fee=gross - net,
    )  # fmt: skip


def _difference(cells: Mapping[str, str], credit: str, debit: str, currency: str) -> int:
    return _signed(cells.get(credit, ""), currency) - _signed(cells.get(debit, ""), currency)


def _signed(text: str, currency: str) -> int:
    """An amount with its sign; zero where there is none."""
    text = text.replace("\u00a0", "").replace(" ", "").replace("\u2212", "-")
    if not text:
        return 0
    if "." not in text:
        text = text.replace(",", ".", 1)
    return (-1 if text.startswith("-") else 1) * minor_units(text.removeprefix("-"), currency)
