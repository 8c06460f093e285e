"""The shop window: what stands on the shelf for what is asked, and what to show when nothing does."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g

from marketplace import giftcards, partners, shop
from marketplace.giftcards import Card
from marketplace.partners import Brand
from marketplace.shop import BrandTile
from marketplace.web.shared.visitor import current_member
from marketplace.web.storefront import city, context, overview
from marketplace.web.storefront.overview import Shelf
from marketplace.web.storefront.shop_form import ShopForm

PAGE_SIZE = 24
ALMOST, ALMOST_LOOKED_AT = 4, 16
# "Almost" is up to three tenths more than the member has.
ALMOST_PERCENT = 30
FAN_CARDS = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Tiles in order, the address of those that follow, how many there are in all, and what is just out of reach."""

    tiles: list[BrandTile] = field(default_factory=list)
    more: str = ""
    total: int = 0
    almost: list[BrandTile] = field(default_factory=list)
    nearest: BrandTile | None = None


@dataclass(frozen=True, slots=True)
class Top:
    """For a member the hour in their programme and their last cards, the newest last; for a guest how many brands there are."""

    hour: int = 0
    cards: list[tuple[Card, Brand]] = field(default_factory=list)
    brands: int = 0


def shelves(now: datetime) -> list[Shelf]:
    """The categories that have something for this visitor."""
    return overview.shelves(now)


def look(form: ShopForm, now: datetime) -> Window:
    """What stands on the shelf. Raises BadCursor."""
    asked = _asked(form)
    page = shop.tiles(
        g.programme.id, sort=form.order, cursor=form.cursor.data or None, limit=PAGE_SIZE, now=now, **asked
    )
    more = form.url(cursor=page.next) if page.next else ""
    whole = not more and not form.cursor.data
    total = len(page.items) if whole else overview.brands(now, **asked)
    if not page.items:
        return Window(nearest=_nearest(form, now), almost=[] if form.words else _almost(form, now))
    return Window(page.items, more, total, [] if form.words or form.cursor.data else _almost(form, now))


def top(now: datetime) -> Top:
    """What stands above the shelf."""
    member = current_member()
    if member is None:
        return Top(brands=overview.brands(now))
    hour = now.astimezone(ZoneInfo(g.programme.time_zone)).hour
    cards = giftcards.of_member(member.id, today=g.programme.day(now), shelf="live", limit=FAN_CARDS).items
    brands = partners.brands(card.brand_id for card in cards)
    return Top(hour=hour, cards=[(card, brands[card.brand_id]) for card in reversed(cards)])


def _asked(form: ShopForm) -> dict[str, Any]:
    return {
        "q": form.words,
        "category": form.category.data or None,
        "city": city.slug(),
        "points_from": form.least.data,
        "points_to": form.most.data,
        "affordable": _balance() if form.enough.data else None,
        "tier": overview.tier(),
    }


def _almost(form: ShopForm, now: datetime) -> list[BrandTile]:
    """Brands of which something costs a little more than the member has, the nearest first."""
    balance = _balance()
    if not balance:
        return []
    asked = _asked(form) | {
        "q": "", "affordable": None, "points_from": balance + 1,
        "points_to": balance * (100 + ALMOST_PERCENT) // 100,
    }  # fmt: skip
    near = shop.tiles(g.programme.id, sort="cheap", limit=ALMOST_LOOKED_AT, now=now, **asked).items
    # A range that reaches there is told by its least value, which the member can afford.
    return [tile for tile in near if tile.price_points > balance][:ALMOST]


def _nearest(form: ShopForm, now: datetime) -> BrandTile | None:
    """Where nothing was found: the brand that sounds most like it, else the cheapest there is."""
    if form.words:
        return shop.suggest(g.programme.id, form.words, tier=overview.tier(), now=now)
    cheapest = shop.tiles(g.programme.id, sort="cheap", limit=1, city=city.slug(), tier=overview.tier(), now=now).items
    return cheapest[0] if cheapest else None


def _balance() -> int | None:
    purse = context.purse()
    return purse.balance if purse else None
