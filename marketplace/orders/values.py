"""What an order is to everybody else: plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from marketplace.catalogue import ForSale
from marketplace.core.money import Money
from marketplace.giftcards import Card
from marketplace.ledger import Taken
from marketplace.orders import rules

OrderState = Literal["unpaid", "placed", "unknown", "obtained", "issued", "cancelled"]


@dataclass(frozen=True, slots=True)
class Order:
    """Points exchanged for one card; `value` in minor units of `currency`, `price_points` in minor units of points.

    `points_part` of the price is paid in points, the rest with `money_part` minor units of `currency`: until `pay_until`, on the page of
    the payment whose public id is `payment`; `paid_at` says that it was, `lapsed_at` that it no longer can be.

    `counted_member` and `counted_offer` say towards which limits of the offer it was counted when it was placed; `card` is
    the public id of its card, once it has one;
    `code_id` the code that it gets, where that was a step of its own; `unknown_since` stands while its outcome is unknown.
    """

    id: int
    programme_id: int
    member_id: int
    ref: str
    offer_id: int
    brand_id: int
    denomination_id: int | None
    value: int
    currency: str
    price_points: int
    points_part: int
    fulfilment: str
    card_until: date
    placed_at: datetime
    money_part: int = 0
    counted_member: bool = False
    counted_offer: bool = False
    issued_at: datetime | None = None
    cancelled_at: datetime | None = None
    card: str | None = None
    code_id: int | None = None
    unknown_since: datetime | None = None
    payment: str | None = None
    pay_until: datetime | None = None
    paid_at: datetime | None = None
    lapsed_at: datetime | None = None

    @property
    def number(self) -> str:
        """Its number as people read it: "20418"."""
        return rules.number_of(self.id)

    @property
    def money(self) -> Money:
        """What its card is worth."""
        return Money(self.value, self.currency)

    @property
    def due(self) -> Money:
        """What of it is paid in money; nothing where points pay all of it."""
        return Money(self.money_part, self.currency)

    @property
    def state(self) -> OrderState:
        """Unpaid (its money is waited for), placed (the worker is at it), of unknown outcome, obtained (its code is there), issued (its card is) or cancelled."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.issued_at is not None:
            return "issued"
        if self.code_id is not None:
            return "obtained"
        if self.money_part and self.paid_at is None and self.lapsed_at is None:
            return "unpaid"
        return "placed" if self.unknown_since is None else "unknown"

    def bar_to_cancelling(self, card: Card | None, today: date) -> str:
        """Why it cannot be taken back on a day, as `rules.bar_to_cancelling` says it; `card` is its card, if it has one."""
        return rules.bar_to_cancelling(self.state, card.bar_to_taking_back(today) if card else "", self.fulfilment)


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order would cost. Points in minor units of the programme, `money` in minor units of the offer's currency.

    `taken` says which points would go, soonest to expire first; it is empty where there are too few (`missing` > 0).
    """

    sale: ForSale
    points: int
    money: int
    balance: int
    taken: tuple[Taken, ...]
    card_until: date

    @property
    def remains(self) -> int:
        """What is left of the balance afterwards; not less than nothing."""
        return max(self.balance - self.points, 0)

    @property
    def missing(self) -> int:
        """How many points are lacking."""
        return max(self.points - self.balance, 0)
