"""What goes into earning and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


class Operation(NamedTuple):
    """One operation of a bank card, as its issuer reports it.

    `row` is where it stands in its file, `token` the masked card, `happened_at` a moment with its zone (as text: of ISO 8601,
    from the person who reads so many that making a datetime of each would take as long as the rest), `kind` 'purchase', 'refund' or 'cash', `amount` is
    above 0 in minor units of `currency`. `original_amount` in minor units of `original_currency` is what was paid where it was
    bought, at `rate` units of `currency` for one of the original; 0 and "" where that is the same.
    """

    row: int
    operation_id: str
    token: str
    happened_at: datetime | str
    kind: str
    amount: int
    currency: str
    mcc: str
    merchant: str
    rrn: str
    original_amount: int = 0
    original_currency: str = ""
    rate: Decimal = Decimal(1)


class MemberPoints(NamedTuple):
    """What a file brought to one member, and took from them."""

    member_id: int
    earned: int
    taken_back: int


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: operations in it, how many had been taken in before, and the new ones by reason.

    `repeated` lines stand in the file more than once and count once. New ones with the reason 'waiting' lie in the future.

    `flagged` refunds are greater than their purchase, in another currency, or without one: somebody should look at them.
    """

    operations: int
    known: int
    reasons: Mapping[str, int]
    members: list[MemberPoints]
    flagged: int
    repeated: int = 0

    @property
    def new(self) -> int:
        """How many operations had not been there before."""
        return self.operations - self.known - self.repeated

    @property
    def earned(self) -> int:
        """Points that members got, minor units."""
        return sum(member.earned for member in self.members)

    @property
    def taken_back(self) -> int:
        """Points that refunds took back, minor units; part of them may have become a member's debt."""
        return sum(member.taken_back for member in self.members)
