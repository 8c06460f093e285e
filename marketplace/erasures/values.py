"""What an erasure is to everybody else: plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

End = Literal["taken_back", "done", "overtaken"]
State = Literal["waiting", "begun"] | End
# Why somebody's data cannot be erased now.
Reason = Literal["role", "order", "payment", "refund", "dispute", "gift", "debt", "hold", "proposal"]


@dataclass(frozen=True, slots=True)
class Erasure:
    """One request to erase a member's data. `steps` of `erasures.STEPS` are done. Asked for by nobody: the operator's, after a restore."""

    id: int
    programme_id: int
    member_id: int
    asked_by: int | None
    by_staff: bool
    evidence: str = field(repr=False)
    identified: list[str]
    asked_at: datetime
    due_at: datetime
    state: State
    ended_at: datetime | None
    steps: int

    @property
    def stands(self) -> bool:
        """Whether the data are to be erased, or are being erased."""
        return self.state in ("waiting", "begun")


class Step(NamedTuple):
    """What was destroyed in one step, and in how many rows; for points, how many of them ended, in minor units."""

    name: str
    rows: int
    at: datetime


class Late(NamedTuple):
    """A request that should long be done: the number of the member, and since when."""

    number: str
    due_at: datetime


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
