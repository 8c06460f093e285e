"""What a catalogue file says of an offer, whoever wrote the file; and what publishing it changed."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

ChangeKind = Literal["new", "changed", "withdrawn"]
Values = tuple[tuple[int, int, int | None], ...]


class OfferFacts(NamedTuple):
    """One offer as a file gives it. Values in minor units of `currency`, points in minor units of the programme.

    `denominations` holds (value, price_points, old_price_points), sorted by value; an offer has these or a range.
    `row` is where it stands in the file, and no part of what is compared.
    """

    row: int
    external_ref: str
    brand: str
    kind: str
    title_ru: str
    title_en: str
    fulfilment: str
    currency: str
    value_min: int | None = None
    value_max: int | None = None
    value_step: int | None = None
    rate_points: int | None = None
    rate_value: int | None = None
    min_points: int | None = None
    money_rate: int | None = None
    validity_days: int = 365
    per_member_limit: int | None = None
    total_limit: int | None = None
    tier: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    denominations: Values = ()

    def fingerprint(self) -> bytes:
        """16 bytes that are equal for equal offers, wherever they stand."""
        return hashlib.blake2b(repr(self[1:]).encode(), digest_size=16).digest()


class Difference(NamedTuple):
    """One field of an offer, as it was and as it will be."""

    field: str
    was: str
    will: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one offer. `row` of the file; None for an offer that the file leaves out."""

    kind: ChangeKind
    external_ref: str
    title: str
    row: int | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would change: the counts of all, and the first changes in the order of the file."""

    new: int
    changed: int
    unchanged: int
    withdrawn: int
    changes: list[Change] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether everything is as the file says."""
        return not (self.new or self.changed or self.withdrawn)
