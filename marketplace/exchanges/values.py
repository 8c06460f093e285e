"""Exchanges as plain frozen values. Amounts in minor units of the card's currency."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be done with cards of a brand; `fee_permille` is kept when cards become this brand's."""

    brand_id: int
    gives: bool = False
    takes: bool = False
    recasts: bool = False
    fee_permille: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """What a card could become: `amount` of it for a card of `value`; a code of ours, or one of this denomination's stock."""

    brand_id: int
    offer_id: int
    denomination_id: int | None
    amount: int
    value: int
    fee_permille: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A target that a member was told, and until when it holds."""

    id: int
    ref: str
    member_id: int
    giftcard_id: int
    amount: int
    brand_id: int
    offer_id: int
    denomination_id: int | None
    value: int
    fee_permille: int
    quoted_at: datetime
    good_until: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """What a member may still exchange: times today, and value within the month."""

    times: int
    value: int
