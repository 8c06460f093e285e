"""What is in stock by denomination, how long it will last, and the same as a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flask import g
from flask_babel import gettext

from marketplace import codes, giftcards
from marketplace.codes import Stock
from marketplace.core import formats
from marketplace.partners import Brand
from marketplace.web.shared import filters
from marketplace.web.shared.pictures import frames, line

DAY = timedelta(days=1)
FRAMES = (frames.DESK, frames.MIDDLE, frames.SLIM)


class OfDay(NamedTuple):
    """What was sold on a day, and what was left when it ended."""

    day: date
    sold: int
    left: int


class Line(NamedTuple):
    """A denomination: its stock, what was sold of it in four weeks, when it will be sold out, whether more is needed."""

    stock: Stock
    brand: Brand
    sold: int
    ends: date | None
    low: bool

    @property
    def until(self) -> str:
        """How long it will last, in words; "" where there is too little to tell."""
        return "" if self.ends is None else ends_said(self.ends)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of stock: denominations, and of one brand its last four weeks, newest first, as a picture, too."""

    lines: list[Line]
    low_only: bool
    days: list[OfDay]
    charts: list[line.Chart]


def look(brands: Sequence[Brand], chosen: Brand | None) -> Shown:
    """The stock of one brand; of several only what runs low."""
    today, zone = filters.today(), g.programme.time_zone
    since = today - codes.DAYS_LOOKED_AT * DAY
    wanted = {brand.id: brand for brand in ([chosen] if chosen else brands)}
    sold = giftcards.sold_by_day(wanted, since=since, time_zone=zone)
    lines = [
        _line(one, wanted[one.brand_id], sold.get(one.denomination_id, {}), today)
        for one in codes.on_hand(wanted, today=today)
    ]
    if chosen is None:
        return Shown([one for one in lines if one.low and one.stock.published], True, [], [])
    days = _days(chosen, lines, sold, since, today)
    return Shown(lines, False, days[::-1], _charts(days) if any(one.left or one.sold for one in days) else [])


def low(brands: Sequence[Brand]) -> list[Line]:
    """What of some brands runs low now: one question for the page of codes and for whatever leads to it."""
    return look(brands, None).lines


def ends_said(ends: date) -> str:
    """When it is sold out: a day of the week within one, else a day."""
    today = filters.today()
    if ends <= today:
        return str(gettext("sold out today"))
    if ends < today + 7 * DAY:
        return str(_ON_WEEKDAY[ends.weekday()]())
    return str(gettext("lasts until %(day)s", day=formats.day(ends, filters.language(), today)))


def _line(stock: Stock, brand: Brand, sold: Mapping[date, int], today: date) -> Line:
    ends, number = codes.sold_out_on(stock.left, sold, today), sum(sold.values())
    return Line(stock, brand, number, ends, codes.runs_low(stock.left, stock.threshold, ends, today, sold=number))


def _days(
    brand: Brand, lines: list[Line], sold: Mapping[int, Mapping[date, int]], since: date, today: date
) -> list[OfDay]:
    """Each day back from today's stock: what was sold later was there, what was loaded later was not."""
    loaded = codes.loaded_by_day(brand.id, since=since, time_zone=g.programme.time_zone)
    left = sum(one.stock.left + one.stock.aside for one in lines)
    days = []
    for back in range(codes.DAYS_LOOKED_AT + 1):
        day = today - back * DAY
        gone = sum(of.get(day, 0) for of in sold.values())
        days.append(OfDay(day, gone, max(left, 0)))
        left += gone - loaded.get(day, 0)
    return days[::-1]


def _charts(days: Sequence[OfDay]) -> list[line.Chart]:
    named = [(formats.day(one.day, filters.language(), one.day), one.left) for one in days]
    now = gettext("%(left)s left", left=filters.grouped(days[-1].left))
    return [line.draw_days(frame, named, number=filters.grouped, now=now) for frame in FRAMES]


_ON_WEEKDAY = (
    lambda: gettext("sold out on Monday"), lambda: gettext("sold out on Tuesday"), lambda: gettext("sold out on Wednesday"),
    lambda: gettext("sold out on Thursday"), lambda: gettext("sold out on Friday"), lambda: gettext("sold out on Saturday"),
    lambda: gettext("sold out on Sunday"),
)  # fmt: skip
