"""Identifiers that people and other machines see."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_SYMBOLS = (ALPHABET * 8).encode()  # what each of the 256 bytes stands for


def random_symbols(count: int) -> str:
    """`count` symbols of Crockford's base 32 from the system's random source; 5 bits each."""
    return secrets.token_bytes(count).translate(_SYMBOLS).decode()


def new_ref() -> str:
    """A fresh reference of 26 symbols (130 bits) that makes a repeated request harmless."""
    return random_symbols(26)


def once(ref: str, text: str) -> str | None:
    """What stands for a text that came with a form: the same where both are sent again, another for another text. None without a form's `ref`."""
    if not ref:
        return None
    return hashlib.sha256(f"{ref}\0{text}".encode()).digest()[:26].translate(_SYMBOLS).decode()
