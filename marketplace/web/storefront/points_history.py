"""The history of points: what came and went, by month, each with the lots that it touched."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import g

from marketplace import giftcards, ledger, partners
from marketplace.ledger import Movement
from marketplace.partners import Brand
from marketplace.web.shared import filters, movements
from marketplace.web.storefront.context import Purse

PAGE_SIZE = 12
WAYS = ("in", "out")


@dataclass(frozen=True, slots=True)
class Line:
    """One movement as it is read: who, what, and the card it became."""

    movement: Movement
    title: str
    about: str
    sign: str
    brand: Brand | None
    card_id: str

    @property
    def way(self) -> str:
        """Whether it came or went."""
        return "in" if self.movement.amount > 0 else "out"


@dataclass(frozen=True, slots=True)
class History:
    """A page of movements, by month; `next` is the cursor of earlier ones."""

    way: str
    months: list[tuple[date, list[Line]]]
    next: str | None
    first: bool


def history(purse: Purse, *, way: str, before: str) -> History:
    """A page of movements, newest first; all where the way is unknown. Raises BadCursor."""
    asked = way if way in WAYS else None
    page = ledger.history(purse.account_id, before=before or None, limit=PAGE_SIZE, way=asked)
    lines = _lines(page.items)
    zone = ZoneInfo(g.programme.time_zone)
    months = groupby(lines, lambda line: line.movement.at.astimezone(zone).date().replace(day=1))
    return History(asked or "", [(month, list(some)) for month, some in months], page.next, not before)


def _lines(page: list[Movement]) -> list[Line]:
    memos = [movement.memo for movement in page]
    brands = partners.brands(movements.ids(memos, "brand_id"))
    cards = giftcards.of_orders(sorted(movements.ids(memos, "order_id")))
    lines = []
    for movement, said in zip(page, movements.say(page, filters.language()), strict=True):
        card = cards.get(movement.memo.get("order_id", 0))
        brand = brands.get(movement.memo.get("brand_id", 0)) if movement.amount < 0 else None
        lines.append(Line(movement, said.title, said.detail, said.sign, brand, card.public_id if card else ""))
    return lines
