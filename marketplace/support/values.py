"""What support knows of a card before it acts, as plain frozen values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Reason = Literal["refused", "lost", "exposed", "damaged"]
Identified = Literal["number", "phone", "email", "order", "card", "in_person"]
Asked = Literal[
    "reissue", "freeze", "release", "resend", "goodwill", "extend", "withdraw", "redirect", "rebind"
]  # what an owner asks for
Refund = Literal["none", "source", "points"]
WHYS = ("fraud", "mistake", "unwanted", "unusable")  # why a card is taken away
REFUNDS: tuple[Refund, ...] = ("source", "points", "none")
REASONS: tuple[Reason, ...] = ("refused", "lost", "exposed", "damaged")
IDENTIFIED: tuple[Identified, ...] = ("number", "phone", "email", "order", "card", "in_person")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a card: when its code was first shown, tills that refused it, and earlier reissues of it and of its owner's cards."""

    shown_at: datetime | None
    refused: int
    refused_at: datetime | None
    used: int
    in_line: int
    of_member: int


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely it is that the wrong person asks: 0 to 100, and what makes it so, by the names of rules."""

    score: int
    because: tuple[str, ...]
