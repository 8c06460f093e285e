"""The issuer's registry of card operations: a CSV file in Windows-1251 or UTF-8, semicolons, decimal commas, Moscow time.

The first line names the columns. Cards stand masked (first six and last four digits); one whole card number refuses the
file. The amount that counts is the one in the currency of the card's account: it is what the member paid, wherever. The
amount in the currency of the operation is kept beside it, with the rate between them.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from itertools import chain
from typing import BinaryIO
from zoneinfo import ZoneInfo

from marketplace.core import pans
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems, Reason
from marketplace.earning import Operation

SOURCE = "card-registry"
ENCODING = "cp1251"
ZONE = ZoneInfo("Europe/Moscow")
COLUMNS = (
    "Дата и время операции", "Дата обработки", "Номер карты", "Тип операции", "Код авторизации", "RRN", "Сумма операции",
    "Валюта операции", "Сумма в валюте счета", "Валюта счета", "MCC", "Наименование ТСП", "Город", "Страна", "Терминал",
    "Идентификатор",
)  # fmt: skip
MOMENT, _, CARD, KIND, _, RRN, PAID, PAID_IN, AMOUNT, CURRENCY, MCC, MERCHANT, _, _, _, IDENTIFIER = range(16)
# What issuers call the kinds, the longer name before the one that it begins with.
NAMES = {
    "purchase": ("Покупка", "Оплата товаров и услуг", "Оплата"),
    "refund": (
        "Возврат покупки", "Возврат товара", "Возврат", "Отмена покупки", "Отмена операции", "Отмена оплаты", "Отмена", "Сторно",
    ),
    "cash": ("Выдача наличных", "Снятие наличных", "Получение наличных"),
}  # fmt: skip
KINDS = {name: kind for kind, names in NAMES.items() for name in names}
_KIND_OF = {name.casefold(): kind for name, kind in KINDS.items()}
NO_MOMENT = "must be a date and time such as 01.11.2026 16:02:00"
LINE_MAX = 2_000
BLOCK = 1 << 16

_HOUR = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4}) ([01][0-9]|2[0-3])")
_TIME = re.compile(r":[0-5][0-9]:[0-5][0-9]")
_MASKED = re.compile(r"[0-9]{6}\*{2,9}[0-9]{4}")
# What may be a card number: in a merchant's name it is hidden.
_WHOLE_NUMBER = re.compile(r"(?<!\d)\d(?:[ \u00a0._-]{0,2}\d){12,18}(?!\d)")
_AMOUNT = re.compile(r"[0-9]{1,9},[0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

# A line as nearly all of them are, taken apart in one go; or any other, whole. What is taken apart here means what `_operation`
# makes of the same line (a property test holds them equal); what is wrong, quoted or empty is left to the latter. With cells
# of at most 200 characters no line is longer than LINE_MAX; bytes that are no text are kept by _blocks as U+DC80 to U+DCFF.
_CELL = r'[^;"\x00-\x1f\x7f\udc80-\udcff]{0,200}+'
_LINE = re.compile(
    rf"([0-9]{{2}}\.[0-9]{{2}}\.[0-9]{{4}} [0-9]{{2}})(:[0-5][0-9]:[0-5][0-9]);{_CELL};([0-9]{{6}}\*{{2,9}}[0-9]{{4}});({'|'.join(KINDS)});{_CELL};"
    rf"([0-9A-Za-z]{{0,12}});({_CELL});({_CELL});(?!0+,00)([0-9]{{1,9}}),([0-9]{{2}});([A-Z]{{3}});([0-9]{{4}});({_CELL});{_CELL};{_CELL};{_CELL};"
    r"([ !#-:<-~]{1,64})\r?(?:\n|\Z)"
    r"|([^\n]*\n|[^\n]+\Z)"
)


_NO_TEXT = re.compile("[\ud800-\udfff]")
END_OF_FILE = b"\x1a"
IN_ACCOUNT_CURRENCY = (0, "", Decimal(1))


class _Bad(Exception):
    """A line that cannot be read, and why; `ends`: nor can anything after it."""

    def __init__(self, column: int, reason: str, *, ends: bool = False) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.ends = ends


def operations(name: str, stream: BinaryIO, problems: Problems | None = None) -> Iterator[Operation]:
    """The operations of a registry, one by one, in the order of the file.

    What is wrong is noted in `problems`, where some are given, until they are as many as it wants.

    Raises:
        FileRefused: after the last row, when any could not be read; or at once, when this is no registry at all.
            Store nothing permanently before the end.
    """
    problems = problems or Problems(name)
    blocks = _blocks(stream)
    head, _, rest = next(blocks, "").partition("\n")
    _check_header(head, problems)
    problems.refuse()
    row = 1
    for text in chain((rest,), blocks):
        for line in _LINE.findall(text):
            row += 1
            try:
                if line[3]:
                    yield _in_one_go(row, line)
                elif other := _line(line[-1]):
                    yield _operation(row, _cells(other))
            except _Bad as bad:
                problems.add(row, COLUMNS[bad.column] if bad.column >= 0 else "", bad.reason)
                if bad.ends or problems.total == problems.most:
                    problems.refuse()
    problems.refuse()


def _in_one_go(row: int, line: tuple[str, ...]) -> Operation:
    hour, time, card, kind, rrn, paid, paid_in, whole, part, currency, mcc, merchant, identifier, _ = line
    shop, amount = _merchant(merchant), int(whole + part)
    return Operation(
        row, _identifier(identifier), card, _moment(hour, time), KINDS[kind], amount, currency, mcc, shop, rrn,
        *_original(paid, paid_in, amount, currency),
    )  # fmt: skip


def _blocks(stream: BinaryIO) -> Iterator[str]:
    """Whole lines, many at once, the first line in the first block; bytes that are no text are kept as they are.

    A line that is too long ends a block. Lines may end as on a Mac; what DOS ends a file with is left out.
    """
    block = stream.read(BLOCK).removeprefix(codecs.BOM_UTF8)
    if b"\n" not in block and b"\r" in block:
        stream = BytesIO((block + stream.read()).replace(b"\r", b"\n"))
        block = stream.read(BLOCK)
    encoding = _encoding(block)
    longest = LINE_MAX * (1 if encoding == ENCODING else 4) + 1
    block += stream.readline(longest)
    while block:
        after = stream.read(BLOCK)
        if after:
            after += stream.readline(longest)
        yield (block if after else block.rstrip(END_OF_FILE)).decode(encoding, "surrogateescape")
        block = after


def _encoding(block: bytes) -> str:
    """UTF-8 where the first line is text in it: the names of our columns in Windows-1251 never are."""
    try:
        block.partition(b"\n")[0].decode()
    except UnicodeDecodeError:
        return ENCODING
    return "utf-8"


def _line(text: str) -> str:
    """A line as it came, without its end. Raises _Bad when nothing after it can be read either."""
    if len(text) > LINE_MAX:
        raise _Bad(-1, Reason("the line is longer than %(most)s characters", most=LINE_MAX), ends=True)
    if _NO_TEXT.search(text):
        raise _Bad(-1, "not text in Windows-1251 or UTF-8", ends=True)
    return text.rstrip("\r\n")


def _check_header(head: str, problems: Problems) -> None:
    if not head.strip():
        return problems.add(1, "", "the file is empty")
    try:
        titles = [title.strip() for title in _split(_line(head))]
    except _Bad as bad:
        return problems.add(1, "", bad.reason)
    for at, column in enumerate(COLUMNS):
        if at >= len(titles) or titles[at] != column:
            reason = (
                "the first line must name this column here; the file must be in Windows-1251 or UTF-8 with semicolons"
            )
            return problems.add(1, column, reason)
    return (
        problems.add(1, "", Reason("there are more than %(most)s columns", most=len(COLUMNS)))
        if len(titles) > len(COLUMNS)
        else None
    )


def _cells(line: str) -> list[str]:
    cells = _split(line)
    if len(cells) != len(COLUMNS):
        raise _Bad(-1, Reason("%(found)s cells instead of %(wanted)s", found=len(cells), wanted=len(COLUMNS)))
    if _CONTROL.search(line):
        raise _Bad(-1, "a character that cannot be stored")
    return cells


def _split(line: str) -> list[str]:
    if '"' not in line:
        return line.split(";")
    try:
        return next(csv.reader([line], delimiter=";", strict=True))
    except csv.Error:
        raise _Bad(-1, "unbalanced quotation marks") from None


def _operation(row: int, cells: list[str]) -> Operation:
    kind = _KIND_OF.get(cells[KIND].strip().casefold())
    if kind is None:
        raise _Bad(KIND, Reason("must be one of: %(words)s", words=", ".join(KINDS)))
    card = cells[CARD]
    if not _MASKED.fullmatch(card):
        whole = _WHOLE_NUMBER.fullmatch(card)
        raise _Bad(
            CARD, "a whole card number must never be sent" if whole else "must be masked, such as 220220******1186"
        )
    if not _AMOUNT.fullmatch(cells[AMOUNT]) or cells[AMOUNT].strip("0,") == "":
        raise _Bad(AMOUNT, "must be an amount above 0 with a comma and two digits, such as 5374,10")
    currency, mcc, identifier, rrn = cells[CURRENCY], cells[MCC], cells[IDENTIFIER], cells[RRN]
    if not (len(currency) == 3 and currency.isascii() and currency.isupper() and currency.isalpha()):
        raise _Bad(CURRENCY, "must be an ISO 4217 code in capitals, such as RUB")
    if not (len(mcc) == 4 and mcc.isascii() and mcc.isdigit()):
        raise _Bad(MCC, "must be four digits")
    if not (1 <= len(identifier) <= 64 and identifier.isascii() and identifier.isprintable()):
        raise _Bad(IDENTIFIER, "must be 1 to 64 Latin letters, digits or punctuation marks")
    if not (len(rrn) <= 12 and (rrn == "" or (rrn.isascii() and rrn.isalnum()))):
        raise _Bad(RRN, "must be at most 12 digits or letters")
    merchant, amount = _merchant(cells[MERCHANT]), int(cells[AMOUNT].replace(",", ""))
    return Operation(
        row, _identifier(identifier), card, _moment(*_cut(cells[MOMENT])), kind, amount, currency, mcc, merchant, rrn,
        *_original(cells[PAID], cells[PAID_IN], amount, currency),
    )  # fmt: skip


def _original(paid: str, paid_in: str, amount: int, currency: str) -> tuple[int, str, Decimal]:
    """What was paid in the operation's own currency, in its minor units, and what a whole unit of it cost in the account's.

    Where that is not said, or is the same as in the account, it is IN_ACCOUNT_CURRENCY.
    """
    if not (
        _AMOUNT.fullmatch(paid) and len(paid_in) == 3 and paid_in.isascii() and paid_in.isupper() and paid_in.isalpha()
    ):
        return IN_ACCOUNT_CURRENCY
    hundredths = int(paid.replace(",", ""))
    units = hundredths * 10 ** minor_digits(paid_in) // 100
    if not units or (hundredths, paid_in) == (amount, currency):
        return IN_ACCOUNT_CURRENCY
    return units, paid_in, round(Decimal(amount) / hundredths, 10)


def _identifier(cell: str) -> str:
    if len(cell) >= pans.MIN_DIGITS and pans.in_identifier(cell):
        raise _Bad(IDENTIFIER, "looks like a card number, which must never be sent")
    return cell


def _merchant(cell: str) -> str:
    name = _WHOLE_NUMBER.sub("•••", cell.strip())
    if not 1 <= len(name) <= 200:
        raise _Bad(MERCHANT, "must be 1 to 200 characters")
    return name


def _cut(moment: str) -> tuple[str, str]:
    """A moment's day with its hour, and what follows them."""
    if not _TIME.fullmatch(moment, 13):
        raise _Bad(MOMENT, NO_MOMENT)
    return moment[:13], moment[13:]


def _moment(hour: str, time: str) -> str:
    """A moment as PostgreSQL reads it. Clocks are moved at a full hour, so an hour has one distance from UTC."""
    around = _hour(hour)
    if around is None:
        raise _Bad(MOMENT, NO_MOMENT)
    return f"{around[0]}{time}{around[1]}"


@lru_cache(maxsize=4096)
def _hour(cell: str) -> tuple[str, str] | None:
    """What stands around the minutes of an hour such as 01.11.2026 16: `2026-11-01 16` and `+03:00`."""
    found = _HOUR.fullmatch(cell)
    if found is None:
        return None
    try:
        hour = datetime(int(found[3]), int(found[2]), int(found[1]), int(found[4]), tzinfo=ZONE)
    except ValueError:
        return None
    text = str(hour)
    return (text[:13], text[19:]) if 2000 <= hour.year <= 2100 else None
