"""Amounts, days and texts of banks' files, as all formats of them are read."""

import calendar
from datetime import date
from decimal import Decimal, InvalidOperation

from marketplace.core import pans
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.money import minor_digits
from marketplace.core.problems import Reason

TEXT_MAX, NAME_MAX = COLUMN_MAX["bank_entries.note"], COLUMN_MAX["bank_entries.party"]
REFERENCE_MAX, RAW_MAX = COLUMN_MAX["bank_entries.reference"], COLUMN_MAX["bank_repairs.content"]
AMOUNT_MAX = 10**15  # minor units


class Unreadable(Exception):
    """Something that cannot be read, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = Reason.of(reason)


def minor_units(text: str, currency: str) -> int:
    """An amount such as 1234.5 in the currency's minor units, zero or more. Raises Unreadable."""
    if not (text and len(text) <= 40 and text.isascii() and text.replace(".", "", 1).isdigit()):
        raise Unreadable("the amount is missing or is no number")
    try:
        scaled = Decimal(text).scaleb(minor_digits(currency))
    except InvalidOperation:
        raise Unreadable("the amount is missing or is no number") from None
    if scaled != scaled.to_integral_value():
        raise Unreadable("the amount has more digits than its currency")
    if scaled >= AMOUNT_MAX:
        raise Unreadable("the amount is too large")
    return int(scaled)


def currency_code(text: str) -> str:
    """A currency's ISO 4217 code. Raises Unreadable."""
    if not (len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()):
        raise Unreadable("the currency is missing or is no code of three letters")
    return text


def iso_day(text: str) -> date | None:
    """The day of a date or moment such as 2026-11-03T10:00:00+01:00; None where there is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def day_of(year: int, month: int, day: int) -> date | None:
    """A day; one that its month does not have (banks book interest on 30 February) is the month's last."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def told(text: str | None, most: int = TEXT_MAX) -> str:
    """A text in one line: blanks made one, what cannot be printed left out, card numbers hidden, not longer than `most`."""
    line = " ".join((text or "")[: most * 4].split())
    if not line.isprintable():
        line = "".join(sign for sign in line if sign.isprintable())
    return pans.masked(line)[:most]


def raw(text: str) -> str:
    """A piece of a file as it is shown to whoever puts it right: its lines kept, card numbers hidden."""
    kept = "\n".join("".join(sign for sign in line if sign.isprintable()) for line in text[:RAW_MAX].splitlines())
    return pans.masked(kept)[:RAW_MAX]
