"""A call and what was done in it, as plain frozen values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Named = Literal["number", "email", "order", "card"]
Trouble = Literal["lost", "refused", "resend", "other"]
Help = Literal["reissue", "hand_over", "ask_partner", "approval"]
Next = Literal["identify", "ask", "reissue", "hand_over", "ask_partner", "approval", "end", "ended"]


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody on the phone: which member he says he is, and which facts he could name."""

    id: int
    programme_id: int
    member_id: int
    phone: str
    named: tuple[str, ...]
    agent_id: int
    began_at: datetime
    ended_at: datetime | None

    @property
    def identified(self) -> bool:
        """Whether he has named enough to be believed."""
        return len(self.named) >= 2

    def is_open(self, now: datetime, lasts: timedelta) -> bool:
        """Whether anything may still be done in it."""
        return self.ended_at is None and now < self.began_at + lasts


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done in a call; with the card and the case that it was about."""

    id: int
    what: str
    text: str
    giftcard_id: int | None
    case_id: int | None
    at: datetime
