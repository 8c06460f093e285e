"""A mix of points and money for one card, between the ends that the offer and the visitor's balance set."""

from dataclasses import dataclass
from datetime import datetime

from flask import g
from werkzeug.datastructures import MultiDict

from marketplace import orders
from marketplace.core.errors import NotFound, Refusal
from marketplace.web.storefront import paying
from marketplace.web.storefront.choice import Choice, choose
from marketplace.web.storefront.choice_form import ChoiceForm
from marketplace.web.storefront.context import purse


@dataclass(frozen=True, slots=True)
class Mix:
    """What of a card is paid in points and what in money, and between which ends the member chooses; points in minor units."""

    choice: Choice
    quote: orders.Quote
    least: int
    most: int
    expiring: int

    @property
    def step(self) -> int:
        """One whole point."""
        return int(10**g.programme.decimals)

    @property
    def ready(self) -> list[int]:
        """Mixes to choose with one press: the least, what expires next, all that can be given."""
        return sorted({self.least, self.most} | ({self.expiring} if self.least < self.expiring < self.most else set()))


def mixed(form: ChoiceForm, asked: MultiDict[str, str], now: datetime) -> Mix | None:
    """What was asked for, within what can be given; None where this card is not for money, or not for this visitor."""
    choice, known = choose(form, now), purse()
    if choice is None or known is None or not paying.is_possible():
        return None
    least = paying.least_points(choice)
    if least is None or least > known.balance:
        return None
    most, ends = min(choice.price - 1, known.balance), known.next_expiry
    expiring = ends.points if ends else 0
    points = asked.get("points", type=int)
    points = min(max(points if points is not None else _first(least, most, expiring), least), most)
    try:
        quote = paying.quote(choice, points, now)
    except (NotFound, Refusal):
        return None
    return Mix(choice, quote, least, most, expiring)


def _first(least: int, most: int, expiring: int) -> int:
    """What is chosen before anybody chooses: what would expire next, where that is enough; else half of what can be given."""
    step = int(10**g.programme.decimals)
    return expiring if least <= expiring <= most else max(least, (least + most) // 2 // step * step)
