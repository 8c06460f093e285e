"""The promotions that a change of prices touches, for the pages on which it is looked at before it is published."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import request, url_for

from marketplace import settlements
from marketplace.identity import Permission
from marketplace.web.shared import filters
from marketplace.web.shared.own_ids import own_id
from marketplace.web.shared.security import may
from marketplace.web.shared.statement_pages import partner_here


class Touched(NamedTuple):
    """A promotion in words: its name, its offer, its days, whether it runs already and is agreed on, and where it stands ("" where one may not look)."""

    name: str
    offer: str
    days: str
    runs: bool
    agreed: bool
    href: str


def touched(offer_ids: Iterable[int]) -> list[Touched]:
    """The promotions of these offers that run or have still to come."""
    today = filters.today()
    return [
        Touched(
            one.name, f"{filters.local(one, 'brand')} · {filters.local(one, 'title')}", f"{filters.short_day(one.from_day)} – {filters.short_day(one.last_day)}",
            one.from_day <= today, one.state == "agreed", _href(one),
        )
        for one in settlements.promotions_touched(offer_ids, today=today)
    ]  # fmt: skip


def _href(one: settlements.Promotion) -> str:
    partner = partner_here()
    if not may(Permission.STATEMENTS_READ, partner_id=partner):
        return ""
    return url_for(f"{request.blueprints[-1]}.promotions.index", _anchor=f"promotion-{own_id('promotion_id', one.id)}")
