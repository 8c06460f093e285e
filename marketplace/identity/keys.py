"""Keys of machines, `<kind>_<8>_<32>`: 160 random bits, shown once. A prefix finds the row, a digest proves the key."""

import hmac
import re
from dataclasses import dataclass, field

from marketplace.core import secrecy
from marketplace.core.ids import random_symbols
from marketplace.identity.rules import digest

_KEY = re.compile(r"([a-z]{2})_([0-9A-HJKMNP-TV-Z]{8})_[0-9A-HJKMNP-TV-Z]{32}")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made: its text, which nobody sees a second time, and what is kept of it."""

    text: str = field(repr=False)
    prefix: str
    digest: bytes = field(repr=False)


def new_key(kind: str, *, once: str | None = None) -> NewKey:
    """A fresh key; `kind` is two letters that say whose it is. Keys of the same `once` (`ids.once`) begin alike, so that only one is kept."""
    prefix = once[:8] if once else random_symbols(8)
    secrecy.note()
    text = f"{kind}_{prefix}_{random_symbols(32)}"
    return NewKey(text, prefix, digest(text))


def key_prefix(key: str, kind: str) -> str | None:
    """The part of a key that finds its row; None for what is no key of this kind."""
    match = _KEY.fullmatch(key)
    return match[2] if match and match[1] == kind else None


def fits(key: str, kept: bytes) -> bool:
    """Whether this is the key of which a digest was kept."""
    return hmac.compare_digest(kept, digest(key))
