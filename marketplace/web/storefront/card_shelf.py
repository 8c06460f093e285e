"""A member's cards in order: those that can be used, those that are over, and those that are being made."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from flask import g, url_for

from marketplace import catalogue, giftcards, orders, partners, shop
from marketplace.catalogue import Called
from marketplace.core import clock
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.partners import Brand
from marketplace.shop import BrandTile
from marketplace.web.storefront import city

PAGE_SIZE = 24
SHOWS: dict[str, Literal["live", "past"] | None] = {"active": "live", "used": "past", "all": None}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of cards, with what their offers are `called`; `more` is the address of those that follow, `cheapest` stands in for a first card."""

    show: str
    today: date
    cards: list[tuple[Card, Brand]]
    waiting: list[tuple[Order, Brand]] = field(default_factory=list)
    called: dict[int, Called] = field(default_factory=dict)
    more: str = ""
    first: bool = True
    others: bool = False
    cheapest: BrandTile | None = None


def look(member: Member, *, show: str, cursor: str) -> Shelf:
    """The cards that were asked for; those in use where the word is unknown. Raises BadCursor."""
    show = show if show in SHOWS else "active"
    now = clock.now()
    today = g.programme.day(now)
    page = giftcards.of_member(member.id, today=today, shelf=SHOWS[show], cursor=cursor or None, limit=PAGE_SIZE)
    waiting = [] if cursor or show == "used" else _waiting(member)
    wanted = [card.brand_id for card in page.items] + [order.brand_id for order in waiting]
    brands = partners.brands(wanted)
    called = catalogue.called([card.offer_id for card in page.items] + [order.offer_id for order in waiting])
    more = url_for("storefront.cards.index", show=show, cursor=page.next) if page.next else ""
    others, cheapest = False, None
    if not page.items and not waiting:
        others = show != "all" and bool(giftcards.of_member(member.id, today=today, limit=1).items)
        cheapest = None if others else _cheapest(member)
    return Shelf(
        show, today, [(card, brands[card.brand_id]) for card in page.items],
        [(order, brands[order.brand_id]) for order in waiting], called, more, not cursor, others, cheapest,
    )  # fmt: skip


def _waiting(member: Member) -> list[Order]:
    """Orders whose card is being made: there are few, and they are the newest."""
    return [
        order
        for order in orders.of_member(member.id, limit=PAGE_SIZE).items
        if order.state in ("placed", "obtained", "unknown")
    ]


def _cheapest(member: Member) -> BrandTile | None:
    found = shop.tiles(member.programme_id, sort="cheap", limit=1, city=city.slug(), tier=member.tier, now=clock.now())
    return found.items[0] if found.items else None
