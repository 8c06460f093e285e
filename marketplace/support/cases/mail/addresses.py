"""The address that answers to a case's letters go to: the desk's mailbox with the case's number and a signature in it.

help@example.org becomes help+c1042-6f3kq0d2m9ta@example.org. Only our letters hold it, so whoever writes to it has one of them.
"""

import base64
import hmac
import re

from marketplace.core import vault

SIGNATURE = 12  # characters of base 32, 60 bits
_TAGGED = re.compile(
    r"(?P<name>[^+@]{1,64})\+c(?P<case>\d{1,18})-(?P<signature>[a-z2-7]{12})@(?P<host>[^@]+)", re.IGNORECASE
)
_TAG = re.compile(r"\+[^@]*(?=@)")


def reply_address(mailbox: str, case_id: int) -> str:
    """Where answers about a case are sent to; "" where the desk has no mailbox."""
    name, at, host = mailbox.partition("@")
    return f"{name}+c{case_id}-{_signature(case_id)}{at}{host}" if at else ""


def case_of_address(address: str) -> int | None:
    """The case that an address of ours belongs to; None for one that we have not signed."""
    found = _TAGGED.fullmatch(address.strip())
    if found is None:
        return None
    case_id = int(found["case"])
    return case_id if hmac.compare_digest(found["signature"].lower(), _signature(case_id)) else None


def mailbox_of(address: str) -> str:
    """The plain mailbox behind an address."""
    return _TAG.sub("", address.strip().lower(), count=1)


def _signature(case_id: int) -> str:
    return base64.b32encode(vault.digest(b"case reply %d" % case_id)).decode().lower()[:SIGNATURE]
