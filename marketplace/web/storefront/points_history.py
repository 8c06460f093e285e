"""The history of points: what came and went, by month, each with the lots that it touched."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext

from marketplace import giftcards, ledger, partners
from marketplace.ledger import Movement
from marketplace.partners import Brand
from marketplace.web.shared import filters
from marketplace.web.storefront.context import Purse

A_PAGE = 12
WAYS = ("in", "out")
SIGNS = {
    "accrual": "circle-plus", "clawback": "circle-minus", "order": "gift", "hold": "gift", "capture": "gift",
    "release": "undo-2", "reversal": "undo-2", "expiry": "hourglass", "adjustment": "pencil",
}  # fmt: skip


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
    page = ledger.history(purse.account_id, before=before or None, limit=A_PAGE, way=asked)
    lines = _lines(page.items)
    zone = ZoneInfo(g.programme.time_zone)
    months = groupby(lines, lambda line: line.movement.at.astimezone(zone).date().replace(day=1))
    return History(asked or "", [(month, list(some)) for month, some in months], page.next, not before)


def title(movement: Movement, language: str) -> tuple[str, str]:
    """What a movement was, and more of it, in a language; by its kind where nobody wrote a memo."""
    memo = movement.memo
    return str(memo.get(f"title_{language}") or _kind(movement)), str(memo.get(f"detail_{language}") or "")


def _kind(movement: Movement) -> str:
    kinds: dict[str, str] = {
        "accrual": gettext("Earned"), "clawback": gettext("Taken back"), "order": gettext("Order"),
        "hold": gettext("Order"), "capture": gettext("Order"), "release": gettext("Returned"),
        "reversal": gettext("Returned"), "expiry": gettext("Expiry"), "adjustment": gettext("Correction"),
    }  # fmt: skip
    return kinds[movement.kind]


def _lines(movements: list[Movement]) -> list[Line]:
    brands = partners.brands(_ids(movements, "brand_id"))
    cards = giftcards.of_orders(sorted(_ids(movements, "order_id")))
    lines = []
    for movement in movements:
        card = cards.get(movement.memo.get("order_id", 0))
        brand = brands.get(movement.memo.get("brand_id", 0)) if movement.amount < 0 else None
        said, about = title(movement, filters.language())
        sign = str(movement.memo.get("icon") or SIGNS[movement.kind])
        lines.append(Line(movement, said, about, sign, brand, card.public_id if card else ""))
    return lines


def _ids(movements: list[Movement], name: str) -> set[int]:
    return {found for movement in movements if isinstance(found := movement.memo.get(name), int)}
