"""How a member number is made and checked, and what a card token may look like: no database, no clock.

A number has ten digits; the last is Damm's check digit (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004),
which finds every wrong digit and every swap of neighbours. The other nine are random, so that a number tells neither
who joined when nor how many members there are.
"""

import re
import secrets
import unicodedata
from itertools import zip_longest

from stdnum import damm

from marketplace.core.formats import masked_phone

NOTIFICATIONS = ("orders", "expiry", "accruals", "news")
# What is no part of the service is sent to nobody who has not asked for it.
ONLY_IF_ASKED = frozenset({"news"})
NUMBER_DIGITS = 10

_TOKEN = re.compile(r"[0-9A-Za-z*•._:-]{4,64}")
_CARD_NUMBER = re.compile(r"[0-9]{12,19}")


def new_number() -> str:
    """A fresh member number; whether it is free the database says."""
    body = str(secrets.randbelow(9 * 10 ** (NUMBER_DIGITS - 2)) + 10 ** (NUMBER_DIGITS - 2))
    return body + damm.calc_check_digit(body)


def is_number(text: str) -> bool:
    """Whether this is a number of ours, its check digit right."""
    return len(text) == NUMBER_DIGITS and text.isascii() and text.isdigit() and damm.is_valid(text)


def plain_number(text: str) -> str:
    """A number as it is stored: without the spaces and dashes people write, capital letters, full-width digits plain."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return re.sub(r"[\s\-\u2010-\u2015\u2212]", "", plain).upper()


def is_token(token: str) -> bool:
    """Whether a bank card may be bound by this; a whole card number never."""
    return bool(_TOKEN.fullmatch(token)) and not _CARD_NUMBER.fullmatch(re.sub(r"[.:_-]", "", token))


def told_apart(name: str, before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Two values of a field of a profile as the audit keeps them: enough to see that it changed, not to know who somebody is.

    Of a name the first letter stays, of a phone the last digits; where both sides look the same so, the first character in which
    they differ is told as well: "Т…" and "Т… (…м…)".
    """
    if name not in ("first_name", "last_name", "phone"):
        return before, after
    was, fresh = before or "", after or ""
    masked = [masked_phone(each) if name == "phone" else f"{each[:1]}…" if each else "" for each in (was, fresh)]
    if masked[0] == masked[1]:
        at = next(index for index, pair in enumerate(zip_longest(was, fresh)) if pair[0] != pair[1])
        masked = [
            f"{mask} (…{each[at]}…)" if at < len(each) else mask
            for mask, each in zip(masked, (was, fresh), strict=True)
        ]
    return masked[0], masked[1]
