"""Decisions about tills: no database, no clock."""

import json
import re
from datetime import datetime, timedelta
from typing import Literal

from marketplace.core import vault
from marketplace.core.bounds import COLUMN_MAX

RECEIPT_MAX = COLUMN_MAX["redemptions.receipt"]
NAME_MAX = COLUMN_MAX["terminals.name"]
TYPED_MAX = 512  # what a QR holds that is neither code nor pass is longer
AUTHORISATION_LASTS = timedelta(minutes=30)
# Who takes a redemption back, and for how long he may: a cashier at his till, a program by its ref, the partner's owner.
Reverser = Literal["cashier", "program", "owner"]
REVERSIBLE: dict[Reverser, timedelta] = {
    "cashier": timedelta(minutes=15),
    "program": timedelta(hours=24),
    "owner": timedelta(days=30),
}
_REF = re.compile(r"[A-Za-z0-9._-]{1,64}")


def is_ref(text: str) -> bool:
    """Whether a text can be a terminal's ref."""
    return _REF.fullmatch(text) is not None


def is_pin(text: str) -> bool:
    """Whether anything was typed that a PIN could be compared with."""
    return bool(vault.normal(text))


def reversible_until(at: datetime, by: Reverser) -> datetime:
    """Until when a redemption made at a moment can be taken back."""
    return at + REVERSIBLE[by]


def to_pay(bill: int | None, amount: int) -> int:
    """What of a bill is still to be paid in another way, in minor units."""
    return 0 if bill is None else bill - amount


def asked_by_code(what: str, code: str, *facts: object) -> bytes:
    """The same where a card is named by its code: however that was typed, the same code is the same question."""
    return asked(what, vault.normal(code), *facts)


def asked(*facts: object) -> bytes:
    """A keyed digest of what is asked under a ref; equal for equal questions. It may hold a code."""
    return vault.digest(b"terminal\0" + json.dumps(facts, ensure_ascii=False).encode())
