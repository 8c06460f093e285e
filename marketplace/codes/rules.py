"""What a code looks like: how ours are made and checked, how any is compared and masked. No database, no clock."""

import secrets

from marketplace.core.ids import ALPHABET

CODE_MIN, CODE_MAX = 4, 64
PIN_MAX = 32
RANDOM_SYMBOLS = 15  # 75 bits
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
    """A code of ours: 15 symbols of Crockford's base 32 from 75 random bits, and the check symbol."""
    bits = secrets.randbits(5 * RANDOM_SYMBOLS)
    symbols = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(RANDOM_SYMBOLS))
    return symbols + check_symbol(symbols)


def well_formed(typed: str) -> bool:
    """Whether what was typed can be a code of ours, without looking anything up; O is read as 0, I and L as 1."""
    symbols = typed.upper().translate(_MISREAD)
    if len(symbols) != RANDOM_SYMBOLS + 1 or any(symbol not in _VALUES for symbol in symbols):
        return False
    return check_symbol(symbols[:-1]) == symbols[-1]


def last_signs(normal: str) -> str:
    """The end of a code (as compared) that may stay readable: 4 signs of 12 and more, 2 of 8 and more, else none."""
    if len(normal) >= 12:
        return normal[-4:]
    return normal[-2:] if len(normal) >= 8 else ""
