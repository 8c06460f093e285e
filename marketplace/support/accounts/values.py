"""What staff does to a member's account, as plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Direction = Literal["credit", "debit"]
Reason = Literal["missing", "fault", "promised", "twice", "anothers", "bank_card", "other"]
DIRECTIONS: tuple[Direction, ...] = ("credit", "debit")
# Why points are given, and why they are taken.
CREDITS: tuple[Reason, ...] = ("missing", "fault", "promised", "other")
DEBITS: tuple[Reason, ...] = ("twice", "anothers", "bank_card", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Points to be given or taken by hand, in minor units: why, in words for colleagues, and what shows it: a case, a paper, or both.
    `bank_card_id`: the card whose earnings are taken back.
    """

    kind: Direction
    amount: int
    reason: Reason
    note: str
    case_id: int | None = None
    paper_id: int | None = None
    bank_card_id: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """Points that staff gave or took, as they were written down."""

    id: int
    programme_id: int
    member_id: int
    kind: Literal["credit", "debit", "goodwill"]
    amount: int
    expires_on: date | None
    reason: str
    note: str
    case_id: int | None
    paper_id: int | None
    bank_card_id: int | None
    asked_by: int
    proposal_id: int | None
    at: datetime

    @property
    def signed(self) -> int:
        """What it changed the balance by."""
        return -self.amount if self.kind == "debit" else self.amount


@dataclass(frozen=True, slots=True)
class Budget:
    """What one person may still give as goodwill today, of how much."""

    most: int
    used: int

    @property
    def left(self) -> int:
        """What is left of it."""
        return max(0, self.most - self.used)


@dataclass(frozen=True, slots=True)
class Near:
    """A limit of a day of which nine tenths are used; `user_id` None: that of everybody together."""

    budget: Literal["hand", "goodwill"]
    user_id: int | None
    used: int
    most: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that shows why."""

    id: int
    member_id: int
    name: str
    kind: str
    size: int
