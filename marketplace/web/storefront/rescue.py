"""Points that expire soon: how many, until when, and the cards that use them up."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import g

from marketplace import members, shop
from marketplace.shop import BrandTile
from marketplace.web.shared.visitor import member
from marketplace.web.storefront import city
from marketplace.web.storefront.context import Purse

SOON_DAYS = 14
SHOWN_MAX, LOOKED_AT = 8, 24
# A card that leaves more than this share of them to expire is no help.
MIN_SHARE = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """A card: how many points it takes besides those that expire, and how many of these would still expire."""

    tile: BrandTile
    besides: int
    still: int


@dataclass(frozen=True, slots=True)
class Soon:
    """Points in minor units, their last day, how many days are left after today, and what they buy."""

    points: int
    day: date
    days_left: int
    fits: list[Fit] = field(default_factory=list)


def soon(purse: Purse | None, now: datetime) -> Soon | None:
    """What of a purse expires within two weeks; None where nothing does."""
    ends = purse.next_expiry if purse else None
    if ends is None:
        return None
    left = (ends.day - g.programme.day(now)).days
    return Soon(ends.points, ends.day, left) if left <= SOON_DAYS else None


def look(purse: Purse | None, now: datetime) -> Soon | None:
    """The same with the cards that fit, those that use all of it first; None for a member who wants no reminders."""
    ends = soon(purse, now)
    if ends is None or purse is None or not members.wants(member().id, "expiry"):
        return None
    fits = [Fit(one, one.price_points - ends.points, 0) for one in _between(ends.points, purse.balance, now)][
        :SHOWN_MAX
    ]
    if len(fits) < SHOWN_MAX:
        known = {fit.tile.brand_id for fit in fits}
        less = _between(-(-ends.points // MIN_SHARE), ends.points - 1, now)
        dearest_first = sorted((one for one in less if one.brand_id not in known), key=lambda one: -one.price_points)
        fits += [Fit(one, 0, ends.points - one.price_points) for one in dearest_first]
    return Soon(ends.points, ends.day, ends.days_left, fits[:SHOWN_MAX])


def _between(least: int, most: int, now: datetime) -> list[BrandTile]:
    """Brands with something at such a price, the cheapest first; a range is told by its least value."""
    asked: dict[str, Any] = {"points_from": least, "points_to": most, "city": city.slug(), "tier": member().tier}
    found = shop.tiles(g.programme.id, sort="cheap", limit=LOOKED_AT, now=now, **asked).items
    return [one for one in found if one.price_points >= least]
