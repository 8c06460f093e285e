"""What makes a statement right, and which names of a payment are worth comparing. No database, no clock."""

import re
from collections.abc import Iterable
from itertools import islice

from marketplace.core.money import minor_digits
from marketplace.core.problems import Reason
from marketplace.reconciliation.values import BankStatement, Unread

KEY_MIN, KEY_MAX, KEYS_MAX = 4, 64, 400
WORDS_MAX = 20
MOVED_MAX = 10**18  # minor units, of a statement
# A word that may be somebody's reference has a digit in it.
_REFERENCE = re.compile(r"(?<![\w/.-])(?=[\w/.-]{0,60}\d)\w[\w/.-]{4,60}\w")
# Dates and sums are in the text of many payments, and name none.
_DATE_OR_SUM = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}[./-]\d{2}[./-]\d{2}|\d+[.-]\d{2}")
_PENCE = re.compile(r",\d{2}(?!\d)")
_NOT_IN_KEYS = re.compile(r"[^0-9A-ZА-ЯЁ]")
# What stands where a payment has no name.
_NO_NAMES = frozenset({"NONREF", "NOTPROVIDED", "NOTAVAILABLE", "UNKNOWN", "NONE", "NULL", "EREF"})


def keys_of(names: Iterable[str | None]) -> tuple[str, ...]:
    """Names of a payment as they are compared: capitals, letters and digits alone; those that name nothing are left out."""
    keys = (_NOT_IN_KEYS.sub("", name.upper())[:KEY_MAX] for name in names if name)
    worth = (key for key in keys if len(key) >= KEY_MIN and key not in _NO_NAMES and key.strip("0"))
    return tuple(dict.fromkeys(worth))[:KEYS_MAX]


def words_of(text: str) -> list[str]:
    """The words of a payment's text that may be somebody's references, no dates and no sums; not more than the first few."""
    return [found[0] for found in islice(filter(_names, _REFERENCE.finditer(text)), WORDS_MAX)]


def _names(word: re.Match[str]) -> bool:
    sum_goes_on = word[0].isdigit() and _PENCE.match(word.string, word.end())
    return not (sum_goes_on or _DATE_OR_SUM.fullmatch(word[0]))


def fits_account(account: str) -> str:
    """An account as it is compared: without spaces and punctuation, in capitals."""
    return _NOT_IN_KEYS.sub("", account.upper())


def difference(statement: BankStatement) -> int | None:
    """By how much opening and entries miss the closing, in minor units; None where the statement gives no balances.

    Entries of another currency are not to be among them any more (`set_apart`).
    """
    if statement.opening is None or statement.closing is None:
        return None
    return statement.closing - statement.opening - sum(entry.amount for entry in statement.entries)


def set_apart(statement: BankStatement) -> None:
    """Move entries of another currency than their account's to those that cannot be read: they add up to nothing."""
    own = [entry for entry in statement.entries if entry.currency == statement.currency]
    if len(own) == len(statement.entries):
        return
    reason = Reason("the entry is in another currency than its account")
    statement.unread += [
        Unread(one.line, f"{plain(one.amount, one.currency)} {one.currency} {one.text}"[:2000], reason)
        for one in statement.entries
        if one.currency != statement.currency
    ]
    statement.entries = own


def plain(amount: int, currency: str) -> str:
    """An amount as a file has it, such as -12.50."""
    digits = minor_digits(currency)
    whole, part = divmod(abs(amount), 10**digits)
    return ("-" if amount < 0 else "") + (f"{whole}.{part:0{digits}d}" if digits else str(whole))
