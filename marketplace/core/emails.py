"""Email addresses: their one spelling, and what each door takes for one. How long they may be is the columns' rule (RFC 5321, 4.5.3.1)."""

import re
import unicodedata
from contextlib import suppress

from marketplace.core.bounds import COLUMN_MAX

ADDRESS_MAX = COLUMN_MAX["users.email"]
_LENGTH = rf"(?=.{{3,{ADDRESS_MAX}}}\Z)"
_ASCII_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL = "[A-Za-z0-9-]+"
_TYPED = re.compile(rf"{_LENGTH}[^@\s]{{1,64}}@[^@\s]+\.[^@\s]+")
_SENDER = re.compile(rf"{_LENGTH}[^\s@<>\"(),:;\[\]\\]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")
_SENDABLE = re.compile(rf"{_LENGTH}{_ASCII_LOCAL}@{_LABEL}(?:\.{_LABEL})*")


def plain(text: str) -> str:
    """An address as it is stored, compared and counted: one spelling for all that reach the same box.

    Full-width characters become plain, characters that do not show go, letters are small, and a domain in its ASCII form
    (RFC 5890) is read as the name that it stands for.
    """
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    box, at, domain = shown.strip().lower().rpartition("@")
    if "xn--" in domain:
        with suppress(UnicodeError):
            domain = domain.encode("ascii").decode("idna")
    return f"{box}{at}{domain}"


def is_typed(text: str) -> bool:
    """Whether it is an address as people type one, in any alphabet."""
    return _TYPED.fullmatch(text) is not None


def is_sender(text: str) -> bool:
    """Whether it is an address as one stands in a letter that came."""
    return _SENDER.fullmatch(text) is not None


def is_sendable(text: str) -> bool:
    """Whether a mail server takes it as it is: in ASCII, the host's name perhaps without a dot (`root@localhost`)."""
    return _SENDABLE.fullmatch(text) is not None
