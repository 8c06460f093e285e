"""The issuer's registry of card operations: a CSV file in Windows-1251, semicolons, decimal commas, Moscow time.

The first line names the columns. Cards stand masked (first six and last four digits); one whole card number refuses the
file. The amount that counts is the one in the currency of the card's account: it is what the member paid, wherever.
"""

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO
from zoneinfo import ZoneInfo

from marketplace.core.problems import PROBLEMS_MAX, Problems
from marketplace.earning import Operation

SOURCE = "card-registry"
ENCODING = "cp1251"
ZONE = ZoneInfo("Europe/Moscow")
COLUMNS = (
    "Дата и время операции", "Дата обработки", "Номер карты", "Тип операции", "Код авторизации", "RRN", "Сумма операции",
    "Валюта операции", "Сумма в валюте счета", "Валюта счета", "MCC", "Наименование ТСП", "Город", "Страна", "Терминал",
    "Идентификатор",
)  # fmt: skip
MOMENT, _, CARD, KIND, _, RRN, _, _, AMOUNT, CURRENCY, MCC, MERCHANT, _, _, _, IDENTIFIER = range(16)
KINDS = {"Покупка": "purchase", "Возврат": "refund", "Выдача наличных": "cash"}
LINE_MAX = 2_000

_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)")
_MASKED = re.compile(r"\d{6}\*{2,9}\d{4}")
# What may be a card number: in a merchant's name it is hidden.
_WHOLE_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_AMOUNT = re.compile(r"\d{1,9},\d\d")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class _Bad(Exception):
    def __init__(self, column: int, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def operations(name: str, stream: BinaryIO) -> Iterator[Operation]:
    """The operations of a registry, one by one, in the order of the file.

    Raises:
        FileRefused: after the last row, when any could not be read; or at once, when this is no registry at all.
            Store nothing for good before the end.
    """
    problems = Problems(name)
    for row, line in _lines(stream, problems):
        try:
            yield _operation(row, _cells(line))
        except _Bad as bad:
            problems.add(row, COLUMNS[bad.column] if bad.column >= 0 else "", bad.reason)
            if problems.total == PROBLEMS_MAX:
                break
    problems.refuse()


def _lines(stream: BinaryIO, problems: Problems) -> Iterator[tuple[int, str]]:
    """The lines after the header, with their numbers; the first one that makes the rest unreadable is the last."""
    row = 0
    while raw := stream.readline(LINE_MAX + 1):
        row += 1
        if len(raw) > LINE_MAX:
            return problems.add(row, "", f"the line is longer than {LINE_MAX} signs")
        try:
            line = raw.decode(ENCODING).rstrip("\r\n")
        except UnicodeDecodeError:
            return problems.add(row, "", "not text in Windows-1251")
        if row == 1:
            _check_header(line, problems)
            if problems.total:
                return None
        elif line:
            yield row, line
    return problems.add(1, "", "the file is empty") if row == 0 else None


def _check_header(line: str, problems: Problems) -> None:
    titles = [title.strip() for title in line.split(";")]
    for at, column in enumerate(COLUMNS):
        if at >= len(titles) or titles[at] != column:
            reason = "the first line must name this column here; the file must be in Windows-1251 with semicolons"
            return problems.add(1, column, reason)
    return problems.add(1, "", f"there are more than {len(COLUMNS)} columns") if len(titles) > len(COLUMNS) else None


def _cells(line: str) -> list[str]:
    if '"' not in line:
        cells = line.split(";")
    else:
        try:
            cells = next(csv.reader([line], delimiter=";", strict=True))
        except csv.Error:
            raise _Bad(-1, "quotation marks that do not fit together") from None
    if len(cells) != len(COLUMNS):
        raise _Bad(-1, f"{len(cells)} cells where {len(COLUMNS)} are expected")
    if _CONTROL.search(line):
        raise _Bad(-1, "a sign that cannot be stored")
    return cells


def _operation(row: int, cells: list[str]) -> Operation:
    kind = KINDS.get(cells[KIND])
    if kind is None:
        raise _Bad(KIND, "must be one of: " + ", ".join(KINDS))
    card = cells[CARD]
    if not _MASKED.fullmatch(card):
        whole = _WHOLE_NUMBER.fullmatch(card)
        raise _Bad(CARD, "a whole card number must never be sent" if whole else "must be masked, as 220220******1186")
    if not _AMOUNT.fullmatch(cells[AMOUNT]) or cells[AMOUNT].strip("0,") == "":
        raise _Bad(AMOUNT, "must be an amount above 0 with a comma and two digits, as 5374,10")
    currency, mcc, identifier, rrn = cells[CURRENCY], cells[MCC], cells[IDENTIFIER], cells[RRN]
    if not (len(currency) == 3 and currency.isascii() and currency.isupper() and currency.isalpha()):
        raise _Bad(CURRENCY, "must be three capital letters of ISO 4217, as RUB")
    if not (len(mcc) == 4 and mcc.isascii() and mcc.isdigit()):
        raise _Bad(MCC, "must be four digits")
    if not (1 <= len(identifier) <= 64 and identifier.isascii() and identifier.isprintable()):
        raise _Bad(IDENTIFIER, "must be 1 to 64 Latin letters, digits or signs")
    if not (len(rrn) <= 12 and (rrn == "" or (rrn.isascii() and rrn.isalnum()))):
        raise _Bad(RRN, "must be at most 12 digits or letters")
    merchant = _WHOLE_NUMBER.sub("•••", cells[MERCHANT].strip())
    if not 1 <= len(merchant) <= 200:
        raise _Bad(MERCHANT, "must be 1 to 200 signs")
    return Operation(
        row,
        identifier,
        card,
        _moment(cells[MOMENT]),
        kind,
        int(cells[AMOUNT].replace(",", "")),
        currency,
        mcc,
        merchant,
        rrn,
    )


def _moment(cell: str) -> datetime:
    day, _, time = cell.partition(" ")
    on, at = _day(day), _TIME.fullmatch(time)
    if on is None or at is None:
        raise _Bad(MOMENT, "must be a moment as 01.11.2026 16:02:00")
    return datetime(*on, int(at[1]), int(at[2]), int(at[3]), tzinfo=ZONE)


@lru_cache(maxsize=4096)
def _day(cell: str) -> tuple[int, int, int] | None:
    found = _DAY.fullmatch(cell)
    if found is None:
        return None
    try:
        on = datetime(int(found[3]), int(found[2]), int(found[1]), tzinfo=ZONE)
    except ValueError:
        return None
    return (on.year, on.month, on.day) if 2000 <= on.year <= 2100 else None
