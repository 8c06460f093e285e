"""A member's cards in order: those that can be used, those that are over, and those that are being made."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from flask import g, url_for

from marketplace import catalogue, giftcards, gifts, orders, partners, shop
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
SOUGHT_MAX = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cards, in which order, and what was typed to find one."""

    show: str = "active"
    sort: giftcards.Sort = "new"
    sought: str = ""

    @property
    def args(self) -> dict[str, Any]:
        """The same as an address says it, without what goes without saying."""
        said = {"show": self.show, "sort": self.sort, "q": self.sought}
        return {name: value for name, value in said.items() if value and value not in ("active", "new")}


def asked(args: Any) -> Asked:
    """What an address asks for; what is unknown counts as nothing."""
    show, sort = args.get("show", ""), args.get("sort", "")
    return Asked(
        show if show in SHOWS else "active",
        sort if sort in get_args(giftcards.Sort) else "new",
        args.get("q", "").strip()[:SOUGHT_MAX],
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of cards, with what their offers are `called`; `more` is the address of those that follow, `cheapest` stands in for a first card."""

    asked: Asked
    today: date
    cards: list[tuple[Card, Brand]]
    waiting: list[tuple[Order, Brand]] = field(default_factory=list)
    called: dict[int, Called] = field(default_factory=dict)
    more: str = ""
    first: bool = True
    others: bool = False
    cheapest: BrandTile | None = None
    given: list[tuple[gifts.Gift, Card, Brand]] = field(default_factory=list)
    on_hand: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def taken_away(self) -> frozenset[int]:
        """Which of the void ones staff took away; the others were returned with their orders."""
        return giftcards.taken_away([card.id for card, _ in self.cards if card.state == "void"])

    @property
    def show(self) -> str:
        """Which cards are shown."""
        return self.asked.show


def look(member: Member, asked: Asked, *, cursor: str) -> Shelf:
    """The cards that were asked for, and what is given and waits. Raises BadCursor."""
    show, now = asked.show, clock.now()
    today = g.programme.day(now)
    page = giftcards.of_member(
        member.id,
        today=today,
        shelf=SHOWS[show],
        sort=asked.sort,
        sought=asked.sought,
        cursor=cursor or None,
        limit=PAGE_SIZE,
    )
    plain = not cursor and not asked.sought
    waiting = _waiting(member) if plain and show != "used" else []
    given = _given(member) if plain and show != "used" else []
    wanted = (
        [card.brand_id for card in page.items]
        + [order.brand_id for order in waiting]
        + [card.brand_id for _, card in given]
    )
    brands = partners.brands(wanted)
    called = catalogue.called([card.offer_id for card in page.items] + [order.offer_id for order in waiting])
    more = url_for("storefront.cards.index", **asked.args, cursor=page.next) if page.next else ""
    others, cheapest = False, None
    if not page.items and not waiting and not asked.sought:
        others = show != "all" and bool(giftcards.of_member(member.id, today=today, limit=1).items)
        cheapest = None if others else _cheapest(member)
    return Shelf(
        asked, today, [(card, brands[card.brand_id]) for card in page.items],
        [(order, brands[order.brand_id]) for order in waiting], called, more, not cursor, others, cheapest,
        [(of, card, brands[card.brand_id]) for of, card in given], giftcards.on_hand(member.id, today=today, usable=True) if plain else {},
    )  # fmt: skip


def _given(member: Member) -> list[tuple[gifts.Gift, Card]]:
    """What the member has given and nobody has claimed yet."""
    return [(of, giftcards.card_by_id(of.giftcard_id)) for of in gifts.of_giver(member.id, waiting=True)]


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
