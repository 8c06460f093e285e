"""Identifiers that people and other machines see."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U


def random_symbols(count: int) -> str:
    """`count` symbols of Crockford's base 32 from the system's random source; 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def new_ref() -> str:
    """A fresh reference of 26 symbols (130 bits) that makes a repeated request harmless."""
    return random_symbols(26)
