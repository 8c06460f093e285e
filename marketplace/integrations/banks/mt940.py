"""MT940 as banks really write it: cut up here, so that one line that cannot be read costs no other; `mt940` knows the lines.

Several statements may follow each other, each in several messages (pages, :60M: and :62M:). Envelopes of SWIFT, bare
tags, German (?20), Dutch (/EREF/) and Polish (~20) subfields are read, and the :NS: that some banks add.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from mt940 import tags

from marketplace.core.problems import Reason
from marketplace.core.uploading import UploadRefused
from marketplace.integrations.banks import mt940_details
from marketplace.integrations.banks.cells import (
    REFERENCE_MAX,
    Unreadable,
    currency_code,
    day_of,
    minor_units,
    raw,
    told,
)
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

_TAG = re.compile(r":(\d{2}[A-Z]?|NS):")
_BEGINS = re.compile(rb":20:[^\r\n]{0,80}(?:\r\n?|\n)(?:[^\r\n]{0,300}(?:\r\n?|\n)){0,20}?:25P?:")
_BALANCE = re.compile(r"\s*([DC])\s*(\d{2})(\d{2})(\d{2})\s*([A-Z]{3})\s*(\d{1,18}(?:[.,]\d{0,4})?)")
_LINE = tags.Statement().re  # the pattern alone: its parser writes what it cannot read into the log
_CENTURY = 2000
END = b"\x1a\0\r\n "  # what programs of DOS leave at the end of a file


class Tag(NamedTuple):
    """A field: the line that it begins on, its name, and its text, lines kept."""

    line: int
    name: str
    text: str


def begins(content: bytes) -> bool:
    """Whether a file has the first fields of MT940, after whatever its bank puts before them."""
    return _BEGINS.search(content[:20_000]) is not None


def read(name: str, content: bytes) -> BankFile:
    """The statements of a file; pages of one statement that follow each other are one. Raises UploadRefused."""
    read: list[BankStatement] = []
    nought, entry = 0, None
    for tag in _tags(_decoded(content.rstrip(END))):
        if tag.name == "20":
            read.append(BankStatement("mt940", "", "", ""))
            entry = None
        elif not read:
            continue
        elif tag.name == "61":
            entry = _entry(tag, read[-1])
            nought += entry is not None and not entry.amount
            if sum(len(one.entries) for one in read[-1:]) > ENTRIES_MAX:
                raise UploadRefused(file=name, reason=Reason("there are more than %(most)s entries", most=ENTRIES_MAX))
        elif tag.name in ("86", "NS") and entry is not None:
            _detail(tag, read[-1])
        else:
            # What stands behind a closing balance is of the whole statement, and no more of its last entry.
            entry = None if tag.name in ("62F", "62M", "64") else entry
            _head(tag, read[-1])
    statements = list(_joined(read))
    if not any(one.account for one in statements):
        raise UploadRefused(file=name, reason="the file names no account (:25:)")
    for one in statements:
        one.entries = [entry for entry in one.entries if entry.amount]
    told_of = [Reason("entries without an amount of money were left out: %(number)s", number=nought)] if nought else []
    return BankFile(statements, told_of)


def _tags(text: str) -> Iterator[Tag]:
    """The fields in their order; what stands outside of them (envelopes, ends of messages) is no part of any."""
    line, name, lines = 0, "", list[str]()
    for number, given in enumerate(text.splitlines(), start=1):
        begun = _TAG.match(given)
        if begun or (given.startswith(("-", "{", "\x01")) and not given[1:2].isspace()):
            if name:
                yield Tag(line, name, "\n".join(lines))
            line, name, lines = (number, begun[1], [given[begun.end() :]]) if begun else (0, "", [])
        elif name:
            lines.append(given)
    if name:
        yield Tag(line, name, "\n".join(lines))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _head(tag: Tag, read: BankStatement) -> None:
    """Account, number and balances; a balance that cannot be read is told with its line."""
    if tag.name in ("25", "25P"):
        read.account = fits_account(tag.text.splitlines()[0] if tag.text else "")[:REFERENCE_MAX]
    elif tag.name in ("28", "28C"):
        read.number = told(tag.text.partition("/")[0], REFERENCE_MAX)
    elif tag.name in ("60F", "60M", "62F", "62M"):
        found = _BALANCE.match(tag.text)
        if found is None:
            read.unread.append(Unread(tag.line, raw(tag.text), Reason("the balance cannot be read")))
            return
        read.currency = read.currency or found[5]
        try:
            sign, amount = (-1 if found[1] == "D" else 1), minor_units(_point(found[6]), found[5])
        except Unreadable as bad:
            read.unread.append(Unread(tag.line, raw(tag.text), bad.reason))
            return
        day = day_of(_CENTURY + int(found[2]), int(found[3]), int(found[4]))
        if tag.name.startswith("60"):
            read.opening, read.from_day = sign * amount, day
        else:
            read.closing, read.to_day = sign * amount, day


def _entry(tag: Tag, read: BankStatement) -> BankEntry | None:
    """The entry of a :61:, put into its statement; None where it cannot be read and is told instead."""
    try:
        fields = _fields(tag.text)
        currency = currency_code(read.currency)
        amount = minor_units(_point(fields["amount"]), currency) * (1 if fields["status"] in ("C", "RD") else -1)
        valued, booked = _days(fields)
    except Unreadable as bad:
        read.unread.append(Unread(tag.line, raw(tag.text), bad.reason))
        return None
    bank, customer = (fields[name] or "" for name in ("bank_reference", "customer_reference"))
    reference = told("" if bank.strip().upper() == "NONREF" else bank, REFERENCE_MAX)
    entry = BankEntry(
        tag.line, amount, currency, booked, valued, reference, keys_of((bank, customer)),
        text=told(fields["extra_details"]), returned=len(fields["status"]) == 2,
    )  # fmt: skip
    read.entries.append(entry)
    return entry


def _fields(text: str) -> dict[str, Any]:
    found = _LINE.match(text.rstrip())
    if found is None:
        raise Unreadable("the line of the entry (:61:) cannot be read")
    return found.groupdict()


def _days(fields: dict[str, Any]) -> tuple[date, date]:
    """When it counts and when it was booked; the latter's year is the one that is nearest."""
    valued = day_of(_CENTURY + int(fields["year"]), int(fields["month"]), int(fields["day"]))
    if valued is None:
        raise Unreadable("the entry has a date that does not exist")
    month, day = (fields[name] or "" for name in ("entry_month", "entry_day"))
    if not (month.isdigit() and day.isdigit()):
        return valued, valued
    near = [day_of(valued.year + year, int(month), int(day)) for year in (-1, 0, 1)]
    return valued, min((one for one in near if one), key=lambda one: abs(one - valued), default=valued)


def _detail(tag: Tag, read: BankStatement) -> None:
    """What a :86: or :NS: adds to the entry before it."""
    last = read.entries[-1]
    more = mt940_details.of_bank(tag.text) if tag.name == "NS" else mt940_details.of(tag.text)
    read.entries[-1] = last._replace(
        keys=tuple(dict.fromkeys((*last.keys, *more.keys, *keys_of(words_of(more.text))))), own=last.own or more.own, party=last.party or more.party,
        party_account=last.party_account or more.account, text=told(f"{more.text} {last.text}".strip()),
    )  # fmt: skip


def _joined(pages: list[BankStatement]) -> Iterator[BankStatement]:
    """Statements out of pages: one that opens where the last has closed, of the same account and number, goes on with it."""
    whole: BankStatement | None = None
    for page in pages:
        same = whole and (page.account, page.number, page.currency) == (whole.account, whole.number, whole.currency)
        if whole and same and page.opening == whole.closing:
            whole.entries += page.entries
            whole.unread += page.unread
            whole.closing, whole.to_day = page.closing, page.to_day
            continue
        if whole:
            yield whole
        whole = page
    if whole:
        yield whole


def _point(amount: str) -> str:
    return amount.replace(",", ".").rstrip(".")
