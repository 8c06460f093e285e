"""1CClientBankExchange: the file in which Russian banks give statements to accounting programs.

A document that lacks what it must have costs no other: `odin_palace` skips it and tells its line, and so do we.
"""

import re
from datetime import date

import odin_palace_py as odin

from marketplace.core.problems import Reason
from marketplace.core.uploading import UploadRefused
from marketplace.integrations.banks.cells import NAME_MAX, REFERENCE_MAX, Unreadable, iso_day, minor_units, raw, told
from marketplace.reconciliation import (
    ENTRIES_MAX,
    BankEntry,
    BankFile,
    BankStatement,
    Unread,
    fits_account,
    keys_of,
    words_of,
)

FORM = "1c"
_FIRST = "1CClientBankExchange"
_DOS = re.compile("^Кодировка=DOS".encode("cp866"), re.MULTILINE | re.IGNORECASE)
_DOCUMENT, _ACCOUNT, _END = "СекцияДокумент", "СекцияРасчСчет", "КонецДокумента"
_LINES_MAX = 100  # of a document: the format's longest has 60
_MISSING = re.compile(r"missing field `(\w{1,40})`")
# What the fourth to sixth digit of an account say of its currency.
_CURRENCIES = {
    "810": "RUB", "643": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "398": "KZT", "933": "BYN", "051": "AMD", "417": "KGS",
    "784": "AED", "949": "TRY", "756": "CHF", "826": "GBP", "392": "JPY", "860": "UZS", "972": "TJS", "981": "GEL", "944": "AZN",
}  # fmt: skip


def begins(content: bytes) -> bool:
    """Whether a file calls itself so in its first line."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_FIRST.encode())


def read(name: str, content: bytes) -> BankFile:
    """A statement for each account of the file. Raises UploadRefused."""
    # As a text and not as lines: how many they are is looked at before it is taken apart.
    text = (
        _decoded(content).rstrip("\x1a\r\n\0 ").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n") + "\r\n"
    )
    documents = text.count(_DOCUMENT)
    if documents > ENTRIES_MAX:
        raise UploadRefused(file=name, reason=Reason("there are more than %(most)s entries", most=ENTRIES_MAX))
    if text.count("\n") > _LINES_MAX * (documents + text.count(_ACCOUNT) + 1):
        raise UploadRefused(file=name, reason="the file has more lines than its documents can have")
    if _ACCOUNT not in text:
        raise UploadRefused(
            file=name, reason="the file has no section of an account (СекцияРасчСчет): it is no statement of a bank"
        )
    found = _parsed(name, text)
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if line.startswith(_DOCUMENT)]
    skipped = _skipped(found.warnings, lines)
    places = [start for start in starts if all(not start <= one.line <= _end(lines, start) for one in skipped)]
    if len(places) != len(found.documents):
        places = [1] * len(found.documents)
    statements = [_statement(account) for account in found.accounts.values() if account.intervals]
    for place, document in zip(places, found.documents, strict=True):
        _place(document, place, statements, raw("\n".join(lines[place - 1 : _end(lines, place)])))
    if statements:
        statements[0].unread += skipped
    return BankFile(statements, [])


def _parsed(name: str, text: str) -> odin.Statement:
    try:
        return odin.parse(text)
    except odin.UnfinishedError:
        raise UploadRefused(file=name, reason="the file is cut off: it does not end with КонецФайла") from None
    except odin.SyntaxError as bad:
        reason = "a line that the format does not know"
        raise UploadRefused(file=name, row=getattr(bad.detail, "lineno", None), reason=reason) from None
    except odin.ParseError:
        raise UploadRefused(file=name, reason="this is no 1CClientBankExchange file that can be read") from None


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp866" if _DOS.search(content[:2_000]) else "cp1251", "replace")


def _skipped(warnings: list[tuple[int, str]], lines: list[str]) -> list[Unread]:
    skipped = []
    for number, said in warnings:
        start = number
        while start > 1 and not lines[start - 1].startswith(_DOCUMENT):
            start -= 1
        missing = _MISSING.search(said)
        reason = (
            Reason("the document lacks %(field)s", field=missing[1])
            if missing
            else Reason("a value of the document cannot be read")
        )
        skipped.append(Unread(start, raw("\n".join(lines[start - 1 : _end(lines, start)])), reason))
    return skipped


def _end(lines: list[str], start: int) -> int:
    """The line on which the section ends that begins on this one."""
    return next(
        (at + 1 for at in range(start - 1, min(len(lines), start + _LINES_MAX)) if lines[at].startswith(_END)), start
    )


def _statement(account: odin.Account) -> BankStatement:
    currency = _CURRENCIES.get(account.number[5:8], "RUB")
    first, last = account.intervals[0], account.intervals[-1]
    read = BankStatement(FORM, fits_account(account.number)[:REFERENCE_MAX], "", currency)
    read.opening, read.closing = _balance(first.start_amount, currency), _balance(last.end_amount, currency)
    read.from_day = iso_day(first.date_start or "")
    read.to_day = iso_day(last.date_end or "") or iso_day(last.date_start or "")
    return read


def _balance(text: str | None, currency: str) -> int | None:
    if not text:
        return None
    try:
        amount = minor_units(text.lstrip("-"), currency)
    except Unreadable:
        return None
    return -amount if text.startswith("-") else amount


def _place(document: odin.Document, line: int, statements: list[BankStatement], text: str) -> None:
    """Put a document into the statement of each side that has one; a payment between two own accounts is in both."""
    payer = {
        fits_account(account)
        for account in (document.counterparty_account, document.counterparty_ras_account)
        if account
    }
    payee = {fits_account(account) for account in (document.payee_account, document.payee_ras_account) if account}
    sides = [(read, sign) for read in statements for side, sign in ((payer, -1), (payee, 1)) if read.account in side]
    if not sides and len(statements) == 1 and bool(document.outcome_date) != bool(document.income_date):
        # Banks note the day on which money left or reached the account even where they name another of their own.
        sides = [(statements[0], -1 if document.outcome_date else 1)]
    for read, sign in sides:
        _add(document, line, sign, read, text)
    if not sides and statements:
        reason = Reason("neither payer nor payee is an account of this file")
        statements[0].unread.append(Unread(line, text, reason))


def _add(document: odin.Document, line: int, sign: int, read: BankStatement, text: str) -> None:
    moved: date | None = iso_day((document.outcome_date if sign < 0 else document.income_date) or "")
    booked = moved or iso_day(document.doc_date)
    try:
        amount = minor_units(document.amount, read.currency)
        if booked is None:
            raise Unreadable("the document has no date")
    except Unreadable as bad:
        read.unread.append(Unread(line, text, bad.reason))
        return
    if not amount:
        return
    if sign < 0:
        party, account = document.payee_1 or document.payee, document.payee_ras_account or document.payee_account
    else:
        party, account = (
            document.counterparty_1 or document.counterparty,
            document.counterparty_ras_account or document.counterparty_account,
        )
    read.entries.append(
        BankEntry(
            line, sign * amount, read.currency, booked, booked, told(document.doc_number, REFERENCE_MAX), keys_of((document.uin, *words_of(document.purpose))),
            told(party, NAME_MAX), fits_account(account)[:REFERENCE_MAX], told(document.purpose),
        )
    )  # fmt: skip
