"""What an erasure is to everybody else: plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

State = Literal["waiting", "begun", "done", "taken_back"]
# Why somebody's data cannot be erased now.
Reason = Literal["role", "order", "payment", "refund", "dispute", "gift", "debt", "hold", "proposal"]


@dataclass(frozen=True, slots=True)
class Erasure:
    """One request to erase a member's data. `steps` of `erasures.STEPS` are done."""

    id: int
    programme_id: int
    member_id: int
    asked_by: int
    by_staff: bool
    evidence: str = field(repr=False)
    asked_at: datetime
    due_at: datetime
    state: State
    ended_at: datetime | None
    steps: int


class Step(NamedTuple):
    """What was destroyed in one step, and in how many rows; for points, how many of them ended, in minor units."""

    name: str
    rows: int
    at: datetime


class Value(NamedTuple):
    """Money on cards, in minor units of its currency."""

    amount: int
    currency: str
    cards: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What a member loses: points in minor units of the programme, cards that are not used up, and what waits."""

    points: int
    cards: tuple[Value, ...]
    wishes: int
    open_cases: int
