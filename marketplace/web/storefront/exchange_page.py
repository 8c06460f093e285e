"""What the pages of exchanges say: what a card could become, what a quote gives and until when, which cards fit together."""

from dataclasses import dataclass
from datetime import datetime

from flask import g

from marketplace import exchanges, giftcards, orders, partners
from marketplace.core import clock
from marketplace.exchanges import Quote, Room, Target
from marketplace.giftcards import Card
from marketplace.partners import Brand
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import member

SHOWN_MAX = 24


@dataclass(frozen=True, slots=True)
class Offered:
    """What a card could become, with its brand."""

    brand: Brand
    target: Target | Quote

    @property
    def fee(self) -> int:
        """What is kept, in minor units."""
        return self.target.amount - self.target.value

    @property
    def percent(self) -> str:
        """The fee of the rate, in percent."""
        whole, tenth = divmod(self.target.fee_permille, 10)
        return f"{whole}{',' if filters.language() == 'ru' else '.'}{tenth}" if tenth else str(whole)


@dataclass(frozen=True, slots=True)
class Quoted(Offered):
    """A quote, how much of the card is left besides, and how long it holds.

    `asked`: what was to be exchanged, where it is another sum, in minor units, else 0; `again`: whether the new card can be exchanged once more.
    """

    ref: str
    rest: int
    asked: int
    again: bool
    good_until: datetime
    minutes_left: int
    minutes: int
    room: Room


def targets(card: Card) -> list[Offered]:
    """What a card could become now, the best first."""
    found = exchanges.targets(card, tier=member().tier, now=clock.now())[:SHOWN_MAX]
    brands = partners.brands([one.brand_id for one in found])
    return [Offered(brands[one.brand_id], one) for one in found]


def quoted(card: Card, of: Quote, *, asked: int = 0) -> Quoted:
    """A quote for a card as its page says it; `asked`: how much of the card was to be exchanged, in minor units, by the visitor's address."""
    left = max(0, int((of.good_until - clock.now()).total_seconds() // 60))
    minutes = int(exchanges.QUOTE_LASTS.total_seconds() // 60)
    room = exchanges.room(member().id, card.currency, clock.now())
    wanted = asked if of.amount < asked <= card.remaining else 0
    return Quoted(
        partners.brand(of.brand_id), of, of.ref, card.remaining - of.amount, wanted, exchanges.goes_on(of, card), of.good_until, left, minutes, room
    )  # fmt: skip


def mergeable(card: Card) -> list[Card]:
    """The member's cards that could be merged with this one, itself among them, the soonest to end first."""
    today = g.programme.day(clock.now())
    own = giftcards.of_member(member().id, today=today, shelf="live", limit=100).items
    fits = [
        one
        for one in own
        if one.brand_id == card.brand_id and one.currency == card.currency and one.state_on(today) == "active"
    ]
    return sorted((one for one in fits if orders.is_ours(one)), key=lambda one: (one.expires_on, one.id))[
        : exchanges.CARDS_MAX
    ]
