"""What a gift card is to everybody else: plain frozen values without its code."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from marketplace.core.money import Money
from marketplace.giftcards import rules

StopReason = Literal["suspicion", "dispute", "lost"]  # why staff stops a card; the last: it was reported lost or stolen
REPORTED: StopReason = "lost"
CardState = Literal["active", "frozen", "held", "void", "replaced", "spent", "expired"]
EventKind = Literal[
    "issued",
    "delivered",
    "revealed",
    "shown_to_staff",
    "downloaded",
    "frozen",
    "unfrozen",
    "held",
    "released",
    "voided",
    "replaced",
    "used",
    "returned",
    "resent",
    "extended",
]


@dataclass(frozen=True, slots=True)
class Card:
    """An issued card; `value` and `remaining` in minor units of `currency`, `expires_on` is its last good day.

    It comes from an order or from a succession: other cards that went on as this one.
    """

    id: int
    public_id: str
    programme_id: int
    member_id: int
    order_id: int | None
    succession_id: int | None
    brand_id: int
    offer_id: int
    value: int
    remaining: int
    currency: str
    state: str
    issued_at: datetime
    expires_on: date
    last4: str
    revealed_at: datetime | None

    @property
    def money(self) -> Money:
        """What it is worth."""
        return Money(self.value, self.currency)

    def state_on(self, today: date) -> str:
        """Its state on a day of the programme's calendar: active, frozen, held, void, replaced, spent or expired."""
        return rules.state_on(self.state, self.expires_on, today, remaining=self.remaining)

    def bar_to_taking_back(self, today: date) -> str:
        """Why it cannot be taken back on a day, as `rules.bar_to_taking_back` says it; "" where it can."""
        used = self.remaining < self.value
        return rules.bar_to_taking_back(self.state_on(today), seen=self.revealed_at is not None, used=used)


class Event(NamedTuple):
    """One line of a card's history; `amount`, of value that was used at a till or came back, in minor units of its currency."""

    kind: str
    at: datetime
    amount: int = 0


class Ending(NamedTuple):
    """A member whose cards end soon, and the first of their last days."""

    member_id: int
    first_day: date


class Voided(NamedTuple):
    """A card that was taken back, and the code that is free again."""

    card_id: int
    code_id: int
