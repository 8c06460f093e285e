"""Decisions about gift cards: no database, no clock."""

import re
from datetime import date

STAFF_REVEALS_A_DAY = 20
_PUBLIC_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def is_public_id(text: str) -> bool:
    """Whether a text could be a card's public identifier at all."""
    return _PUBLIC_ID.fullmatch(text) is not None


def state_on(state: str, expires_on: date, today: date) -> str:
    """The state as people see it: an active or frozen card past its last day is "expired"."""
    return "expired" if state in ("active", "frozen") and expires_on < today else state
