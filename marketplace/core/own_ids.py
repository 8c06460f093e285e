"""What a thing is called before somebody who must not learn how many there are of all: instead of its number a token.

A number is encrypted, together with as many zeros, as one block (AES) under a key of its own for each kind of thing and for whom it is. So a
token says nothing, is always the same, and is none before anybody else and for nothing else.
"""

import hmac
import re
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from marketplace.core.ids import ALPHABET

FORM = "[0-7][0-9A-HJKMNP-TV-Z]{25}"  # of 130 bits, the first two of which are none
_NUMBER_BYTES, _BLOCK_BYTES, _SYMBOL_BITS = 8, 16, 5
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_CIPHERS_MAX = 1_024


def token(secret: str, whose: str, kind: str, number: int) -> str:
    """The token of a thing, 26 symbols of Crockford's base 32.

    Args:
        secret: the application's; with another all tokens are others.
        whose: for whom: a partner's short name.
        kind: what is numbered, as the address calls it: "terminal_id".
        number: of its row.
    """
    block = number.to_bytes(_NUMBER_BYTES) + bytes(_BLOCK_BYTES - _NUMBER_BYTES)
    left = int.from_bytes(_cipher(secret, whose, kind).encryptor().update(block))
    symbols = []
    for _ in range(26):
        left, value = divmod(left, 1 << _SYMBOL_BITS)
        symbols.append(ALPHABET[value])
    return "".join(reversed(symbols))


def number(secret: str, whose: str, kind: str, said: str) -> int | None:
    """The number behind a token; None where it is none of this kind and of theirs."""
    if not re.fullmatch(FORM, said):
        return None
    held = 0
    for symbol in said:
        held = held << _SYMBOL_BITS | _VALUES[symbol]
    block = _cipher(secret, whose, kind).decryptor().update(held.to_bytes(_BLOCK_BYTES))
    return None if any(block[_NUMBER_BYTES:]) else int.from_bytes(block[:_NUMBER_BYTES])


@lru_cache(maxsize=_CIPHERS_MAX)
def _cipher(secret: str, whose: str, kind: str) -> Cipher[modes.ECB]:
    key = hmac.digest(secret.encode(), f"own ids\0{kind}\0{whose}".encode(), "sha256")
    return Cipher(algorithms.AES256(key), modes.ECB())  # noqa: S305 - a single block, never two of the same number
