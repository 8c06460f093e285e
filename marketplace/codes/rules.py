"""What a code looks like: how ours are made and checked, how any is compared and masked. No database, no clock."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from marketplace.codes.wording import spells_a_word
from marketplace.core import letters
from marketplace.core.ids import ALPHABET
from marketplace.core.problems import Reason
from marketplace.core.vault import normal

CODE_MIN, CODE_MAX = 4, 64
PIN_MAX = 32
RANDOM_SYMBOLS = 15  # 75 bits are drawn
DECOYS_FROM = 3  # fewer codes have no decoys: it cannot be said what they have in common
FLOOR = 3  # fewer codes of what is sold at all are too few, however slowly it is sold
DAYS_LOOKED_AT = 28  # of sales, for a forecast
SOON = timedelta(days=7)
FARTHEST = timedelta(days=365)
_SALES_LEAST, _DAYS_LEAST = 7, 3  # fewer sales, or on fewer days, tell nothing
GUESSES = 30 * 24 * 100  # what our throttle lets one who guesses try in 30 days: 100 an hour
ROOM = 1_000_000  # texts for each code, before one is made up among them
WEAK_MILLI = 500  # a batch is weak where they find half a code or more; in thousandths of a code
LEARNT_FROM = 20  # codes, before what they have in common is taken for a rule
AGREE_LEAST = 10  # codes that must be there before one of them can be odd
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
# What people write for a symbol that the alphabet leaves out.
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u00a0": None, "\u2013": None})


def _powers() -> list[int]:
    """2, 4, 8 … in the field of 32 elements (x⁵ + x² + 1): fifteen different weights, none of them 0 or 1."""
    values, value = [], 1
    for _ in range(RANDOM_SYMBOLS):
        value <<= 1
        value ^= 0b100101 if value & 32 else 0
        values.append(value)
    return values


def _products() -> list[list[int]]:
    """For each place of a code, what each symbol adds to the check: weight × value in the field of 32 elements."""
    table = []
    for weight in _powers():
        row = []
        for value in range(32):
            product = 0
            for bit in range(5):
                product ^= weight << bit if value >> bit & 1 else 0
            for bit in range(9, 4, -1):
                product ^= 0b100101 << (bit - 5) if product >> bit & 1 else 0
            row.append(product)
        table.append(row)
    return table


_ADDS = _products()


def check_symbol(symbols: str) -> str:
    """The sixteenth symbol of a code of ours.

    A Reed–Solomon check over the field of 32 elements: each place has a weight of its own, so any one wrong symbol and
    any two symbols that changed places are noticed, the check symbol included, and no symbol outside the alphabet is needed.
    """
    assert len(symbols) == RANDOM_SYMBOLS
    total = 0
    for adds, symbol in zip(_ADDS, symbols, strict=True):
        total ^= adds[_VALUES[symbol]]
    return ALPHABET[total]


def new_code() -> str:
    """A code of ours: 15 symbols of Crockford's base 32 from 75 random bits, and the check symbol; it spells no word.

    About one in thirty is thrown away for what it spells (`wording.py`), so 74.9 bits of chance are left.
    """
    while True:
        bits = secrets.randbits(5 * RANDOM_SYMBOLS)
        symbols = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(RANDOM_SYMBOLS))
        code = symbols + check_symbol(symbols)
        if not spells_a_word(code):
            return code


def well_formed(typed: str) -> bool:
    """Whether what was typed can be a code of ours, without looking anything up; O is read as 0, I and L as 1."""
    symbols = typed.upper().translate(_MISREAD)
    if len(symbols) != RANDOM_SYMBOLS + 1 or any(symbol not in _VALUES for symbol in symbols):
        return False
    return check_symbol(symbols[:-1]) == symbols[-1]


# Letters, digits and what stands between their groups; an address or a text in Base64 can be a code, too.
_FIT = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0400-\u04ff \u00a0\u2010-\u2014\u2212._/:+=#*@&?%~!|$()-]+")
_TOTAL = re.compile(r"(?:итого|всего|сумма|total|grand total|sum|subtotal|subtotals?)\b.{0,40}", re.IGNORECASE)
_TITLE_WORDS = re.compile(
    r"\b(?:код\w*|промокод\w*|номер\w*|карт\w*|сертификат\w*|пин\w*|номинал\w*|серийн\w*|codes?|numbers?|cards?|gift|serials?|pins?|"
    r"vouchers?|certificates?|value|amount)\b",
    re.IGNORECASE,
)


def no_code(text: str) -> str:
    """Why a text can be nobody's code, as a sentence; "" where it may be one."""
    if not fit_for_code(text):
        found = letters.guilty(text, fit_for_code)
        if found is None:
            return "has characters that codes never contain"
        return Reason("character %(place)s is “%(letter)s”, which codes never contain", **found.facts)
    if _TOTAL.fullmatch(text):
        return "this is a total, not a code"
    return ""


def fit_for_code(text: str) -> bool:
    """Whether a text, where there is any, has only characters that codes and PINs are made of."""
    return not text or _FIT.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Whether the first line of a list is rather the list's title: words about codes, and no digit."""
    return _TITLE_WORDS.search(text) is not None and not any(sign.isdigit() for sign in text)


class Form(NamedTuple):
    """How a code looks without its content: how many characters it has as compared, and of which kinds they are."""

    length: int
    kinds: str


def form_of(normal: str) -> Form:
    """The form of a code as it is compared: 9 for digits, A for Latin letters, Б for others, * for anything else."""
    kinds = {"9" if c.isdigit() else ("A" if c.isascii() else "Б") if c.isalpha() else "*" for c in normal}
    return Form(len(normal), "".join(sorted(kinds)))


def form_said(form: Form) -> str:
    """A form as the options of a run hold it: "16:9A"."""
    return f"{form.length}:{form.kinds}"


def form_read(said: str) -> Form:
    """The same, read again."""
    length, _, kinds = said.partition(":")
    return Form(int(length), kinds)


def form_of_example(code: str) -> str:
    """How a code that somebody gives as an example looks, without its content, as an option of a run (`like`); "" where it can be no code."""
    known = normal(code)
    return "" if no_code(code) or len(known) < CODE_MIN else form_said(form_of(known))


def usual(known: Mapping[Form, int]) -> list[Form]:
    """The forms that codes of a brand have, of which so many have each; none where they do not agree.

    They agree where nine of ten have one of a few forms.
    """
    total = sum(known.values())
    often = [form for form, count in known.items() if count * 10 >= total]
    return often if total >= AGREE_LEAST and sum(known[form] for form in often) * 10 >= total * 9 else []


def is_odd(form: Form, among: Sequence[Form]) -> bool:
    """Whether a code looks unlike all of these usual forms. Letters and digits mixed by chance may be digits alone."""
    return bool(among) and not any(form.length == one.length and set(form.kinds) <= set(one.kinds) for one in among)


def last_characters(normal: str) -> str:
    """The end of a code (as compared) that may stay readable: 4 characters of 12 and more, 2 of 8 and more, else none."""
    if len(normal) >= 12:
        return normal[-4:]
    return normal[-2:] if len(normal) >= 8 else ""


def sold_out_on(left: int, sold: Mapping[date, int], today: date) -> date | None:
    """The day on which the last code will be sold at the pace of the last four weeks; None where there is too little to tell.

    Args:
        sold: how many were sold on each day, where some were. The pace is that of the days since the first of these sales
            (a week at least), so that what is on sale for ten days is not taken for slow.
    """
    first = today - timedelta(days=DAYS_LOOKED_AT)
    counted = {day: count for day, count in sold.items() if first <= day <= today and count}
    total = sum(counted.values())
    if not left or total < _SALES_LEAST or len(counted) < _DAYS_LEAST:
        return None
    days = max((today - min(counted)).days, SOON.days)
    ahead = timedelta(days=left * days // total)
    return today + ahead if ahead <= FARTHEST else None


def runs_low(left: int, threshold: int | None, ends: date | None, today: date, *, sold: int) -> bool:
    """Whether more codes are to be loaded: fewer are left than was set. Where nothing was set: none are left, or, of what was sold in the last
    four weeks, fewer than the floor, or no more than will be gone within a week.

    Args:
        ends: the day on which they will be sold out, if that can be told; else a week's share of what was `sold` in four counts.
    """
    if threshold is not None:
        return left < threshold
    if not left or not sold:
        return not left
    soon = ends <= today + SOON if ends else left * DAYS_LOOKED_AT <= sold * SOON.days
    return left < FLOOR or soon


def is_weak(expected_hits_milli: int) -> bool:
    """Whether a batch is easily guessed; its codes are then not sold by themselves, but for those with a PIN."""
    return expected_hits_milli >= WEAK_MILLI


def expected_hits_milli(codes: Sequence[str], *, beside: int = 0) -> int:
    """How many codes throttled guessing finds in 30 days, in thousandths, rounded up: the one measure of how guessable a batch is.

    The guesser makes GUESSES tries and knows how these codes (as compared) look. Codes of one length are one kind. At each place
    he tries the characters of the class that is seen there, and none where all codes agree; codes of digits alone he tries from
    the least to the greatest. Each try finds one of n codes among so many possible ones with the chance n / possible.

    Args:
        beside: other codes of the brand, which are taken to look the same: a try finds one of them just as well.
    """
    kinds: dict[int, list[str]] = {}
    for code in codes:
        kinds.setdefault(len(code), []).append(code)
    return sum(
        _found_milli(len(one) + beside, _possible(one, learnt=len(one) >= LEARNT_FROM)) for one in kinds.values()
    )


def _found_milli(count: int, possible: int) -> int:
    return min(1000 * min(count, GUESSES), -(-1000 * GUESSES * count // possible))


def has_room(codes: Sequence[str], expected_hits_milli: int) -> bool:
    """Whether a code made up in the shape of these (as compared, of one length) is hardly ever one that somebody holds, or guesses.

    Of a million such texts one is a code, at most: in the batch as it is measured, and among these alone, where what they have in common
    counts as known, however few they are.
    """
    of_batch = ROOM * expected_hits_milli <= 1000 * GUESSES
    return of_batch and _possible(codes, learnt=True) >= ROOM * len(codes)


def _possible(codes: Sequence[str], *, learnt: bool) -> int:
    possible = 1
    for seen in map(set, zip(*codes, strict=True)):
        if not learnt or len(seen) > 1:
            possible *= 10 if all(map(str.isdigit, seen)) else 26 if all(map(str.isalpha, seen)) else 36
    if learnt and all(map(str.isdecimal, codes)):
        numbers = [int(code) for code in codes]
        possible = min(possible, max(numbers) - min(numbers) + 1)
    return max(possible, len(codes))
