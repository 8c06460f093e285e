"""What makes a statement right, and which names of a payment are worth comparing. No database, no clock."""

import re
from collections.abc import Iterable
from itertools import islice

from marketplace.reconciliation.values import BankStatement

KEY_MIN, KEY_MAX, KEYS_MAX = 4, 64, 400
WORDS_MAX = 20
# A word that may be somebody's reference has a digit in it.
_REFERENCE = re.compile(r"(?<![\w/.-])(?=[\w/.-]{0,60}\d)\w[\w/.-]{4,60}\w")
_NOT_IN_KEYS = re.compile(r"[^0-9A-ZА-ЯЁ]")
# What stands where a payment has no name.
_NO_NAMES = frozenset({"NONREF", "NOTPROVIDED", "NOTAVAILABLE", "UNKNOWN", "NONE", "NULL", "EREF"})


def keys_of(names: Iterable[str | None]) -> tuple[str, ...]:
    """Names of a payment as they are compared: capitals, letters and digits alone; those that name nothing are left out."""
    keys = (_NOT_IN_KEYS.sub("", name.upper())[:KEY_MAX] for name in names if name)
    worth = (key for key in keys if len(key) >= KEY_MIN and key not in _NO_NAMES and key.strip("0"))
    return tuple(dict.fromkeys(worth))[:KEYS_MAX]


def words_of(text: str) -> list[str]:
    """The words of a payment's text that may be somebody's references; not more than the first few."""
    return [found[0] for found in islice(_REFERENCE.finditer(text), WORDS_MAX)]


def fits_account(account: str) -> str:
    """An account as it is compared: without spaces and punctuation, in capitals."""
    return _NOT_IN_KEYS.sub("", account.upper())


def difference(statement: BankStatement) -> int | None:
    """By how much opening and entries miss the closing, in minor units; None where the statement gives no balances."""
    if statement.opening is None or statement.closing is None:
        return None
    moved = sum(entry.amount for entry in statement.entries if entry.currency == statement.currency)
    return statement.closing - statement.opening - moved
