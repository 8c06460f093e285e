"""Decisions about gift cards: no database, no clock."""

import re
from datetime import date, timedelta

STAFF_REVEALS_A_DAY = 20
_PUBLIC_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def is_public_id(text: str) -> bool:
    """Whether a text could be a card's public identifier at all."""
    return _PUBLIC_ID.fullmatch(text) is not None


def card_until(today: date, validity_days: int, code_expires_on: date | None) -> date:
    """The last day of a card issued today: as long as the offer promises, never longer than its code lives."""
    promised = today + timedelta(days=validity_days)
    return promised if code_expires_on is None else min(promised, code_expires_on)


def state_on(state: str, expires_on: date, today: date) -> str:
    """The state as people see it: an active or frozen card past its last day is "expired"."""
    return "expired" if state in ("active", "frozen") and expires_on < today else state


def largest_without_factor(reveal_limit: int, programme_currency: str, card_currency: str) -> int:
    """The highest value, in minor units, of a card that is shown without a fresh second factor.

    The limit is in the programme's currency; a card in another one is shown only with the factor.
    """
    return reveal_limit if card_currency == programme_currency else 0
