"""Decisions about gift cards: no database, no clock."""

import re
from datetime import date, timedelta

from marketplace.core.bounds import COLUMN_MAX

# A card is shown and printed so many times in so long a time: enough for a bad day at the till, too few to copy it out.
SHOWINGS_MAX, SHOWINGS_TIME = 20, timedelta(hours=1)
EXTENDED_DAYS = COLUMN_MAX["giftcard_extensions.days"]  # after the day with which a card's value was first issued
RESENDS_A_DAY = 3  # of the link to a card
STAFF_REVEALS_A_DAY = COLUMN_MAX["staff_reveals.used"]
_PUBLIC_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def is_public_id(text: str) -> bool:
    """Whether a text could be a card's public identifier at all."""
    return _PUBLIC_ID.fullmatch(text) is not None


def state_on(state: str, expires_on: date, today: date, *, remaining: int) -> str:
    """The state as people see it: a card past its last day is "expired", a void one that went on as others "replaced"."""
    if state == "void" and not remaining:  # one that is taken back keeps what it was worth
        return "replaced"
    return "expired" if state in ("active", "frozen", "held") and expires_on < today else state


def bar_to_taking_back(state: str, *, seen: bool, used: bool) -> str:
    """Why a card cannot be taken back and its points returned, as a word; "" where it can.

    Args:
        state: as people see it on the day. A frozen card can be taken back.

    Returns:
        "revealed" once somebody has seen its code; "used" once a part of it was used; or the state that it has ended in.
    """
    if state not in ("active", "frozen"):
        return state
    return "revealed" if seen else "used" if used else ""
