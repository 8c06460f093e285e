"""Gifts as plain frozen values. The word and the address of a gift are shown to their giver alone."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Design = Literal["plain", "birthday", "winter", "flowers"]
How = Literal["claimed", "taken_back", "declined", "lapsed", "withheld", "stopped"]
DESIGNS: tuple[Design, ...] = ("plain", "birthday", "winter", "flowers")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a giver asks for: to whom, with which words and look, and when; `send_at` in the past is now."""

    to_name: str
    email: str
    message: str
    signed: str
    design: str
    language: str
    send_at: datetime
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift with its newest letter, and what became of both; `new_card_id` is the recipient's card."""

    id: int
    ref: str
    programme_id: int
    giver_id: int
    giftcard_id: int
    given_at: datetime
    letter_id: int
    number: int
    to_name: str
    email: str
    message: str
    signed: str
    design: str
    language: str
    send_at: datetime
    ends_at: datetime
    by_staff: bool
    sent_at: datetime | None
    seen_at: datetime | None
    bounced_at: datetime | None
    how: str | None
    ended_at: datetime | None
    member_id: int | None
    new_card_id: int | None

    @property
    def state(self) -> str:
        """Where it stands: waiting, sent, bounced; or how it ended: claimed, taken_back, declined, lapsed, withheld (the bank took its payment back),
        stopped by staff."""
        if self.how is not None:
            return self.how
        return "bounced" if self.bounced_at else "sent" if self.sent_at else "waiting"

    @property
    def open(self) -> bool:
        """Whether somebody can still claim it, and its giver take it back."""
        return self.how is None
