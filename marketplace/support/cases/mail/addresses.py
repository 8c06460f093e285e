"""Addresses of the desk's mailbox with a number and a signature in them.

help@example.org becomes help+c1042-6f3kq0d2m9ta@example.org, where answers about case 1042 go, and help+b77-…, where mail servers report that letter 77
did not arrive. Only our letters hold them, so whoever writes to one has such a letter, or has carried it.
"""

import base64
import hmac
import re

from marketplace.core import vault

SIGNATURE = 12  # characters of base 32, 60 bits
_TAGGED = re.compile(
    r"(?P<name>[^+@]{1,64})\+(?P<kind>[cb])(?P<number>\d{1,18})-(?P<signature>[a-z2-7]{12})@(?P<host>[^@]+)",
    re.IGNORECASE,
)
_SIGNED = {"c": b"case reply %d", "b": b"letter back %d"}
_TAG = re.compile(r"\+[^@]*(?=@)")


def reply_address(mailbox: str, case_id: int) -> str:
    """Where answers about a case are sent to; "" where the desk has no mailbox."""
    return _tagged(mailbox, "c", case_id)


def return_address(mailbox: str, letter_id: int) -> str:
    """Where a letter of ours comes back to; "" where the desk has no mailbox."""
    return _tagged(mailbox, "b", letter_id)


def case_of_address(address: str) -> int | None:
    """The case that an address of ours belongs to; None for one that we have not signed."""
    return _number(address, "c")


def letter_of_address(address: str) -> int | None:
    """The letter that comes back to an address of ours; None for one that we have not signed."""
    return _number(address, "b")


def mailbox_of(address: str) -> str:
    """The plain mailbox behind an address."""
    return _TAG.sub("", address.strip().lower(), count=1)


def _tagged(mailbox: str, kind: str, number: int) -> str:
    name, at, host = mailbox.partition("@")
    return f"{name}+{kind}{number}-{_signature(kind, number)}{at}{host}" if at else ""


def _number(address: str, kind: str) -> int | None:
    found = _TAGGED.fullmatch(address.strip())
    if found is None or found["kind"].lower() != kind:
        return None
    number = int(found["number"])
    return number if hmac.compare_digest(found["signature"].lower(), _signature(kind, number)) else None


def _signature(kind: str, number: int) -> str:
    return base64.b32encode(vault.digest(_SIGNED[kind] % number)).decode().lower()[:SIGNATURE]
