"""A partner's last thirty days and its stock, each as a picture with its table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import g
from flask_babel import ngettext

from marketplace import reports, tills
from marketplace.core import formats
from marketplace.web.shared import filters
from marketplace.web.shared.pictures import bars, frames, rows

DAYS = 30
FRAMES = (frames.DESK, frames.MIDDLE, frames.SLIM)


@dataclass(frozen=True, slots=True)
class Figures:
    """The days, oldest first, and the scarcest values; a picture is left out when there is nothing to draw."""

    days: list[reports.Sold]
    sold: list[bars.Chart]
    taken: list[tills.Day]
    redeemed: list[bars.Chart]
    stock: list[reports.Left]
    left: list[rows.Chart]

    @property
    def today(self) -> reports.Sold:
        """The day that is not over yet."""
        return self.days[-1]

    def total(self, of: str) -> int:
        """The sum of all days: "orders" or "points"."""
        return sum(getattr(day, of) for day in self.days)

    def taken_of(self, days: int) -> tuple[int, list[tuple[str, int]]]:
        """How many redemptions the last days had, and what they came to in each currency."""
        last, sums = self.taken[-days:], dict[str, int]()
        for day in last:
            for currency, amount in day.sums:
                sums[currency] = sums.get(currency, 0) + amount
        return sum(day.number for day in last), sorted(sums.items())

    @property
    def gone(self) -> list[reports.Left]:
        """The values that are sold out."""
        return [one for one in self.stock if not one.codes]


def figures_of(partner_id: int, today: date) -> Figures:
    """The figures of a partner, in the programme's own days; today is the last."""
    zone = g.programme.time_zone
    days = reports.sold_by_day(partner_id, since=today - timedelta(DAYS - 1), until=today, time_zone=zone)
    taken = tills.taken_by_day(partner_id, since=today - timedelta(DAYS - 1), until=today, time_zone=zone)
    stock = reports.stock_left(partner_id, today)
    return Figures(
        days,
        _charts(
            [bars.Bar(formats.day(one.day, filters.language(), one.day), (one.orders,)) for one in days], _sold_said
        ),
        taken,
        _charts(
            [bars.Bar(formats.day(one.day, filters.language(), one.day), (one.number,)) for one in taken], _taken_said
        ),
        stock,
        _lying([rows.Thing(_called(one, stock), one.codes) for one in stock]),
    )


def _called(one: reports.Left, stock: Sequence[reports.Left]) -> str:
    """A value as the picture names it: with its brand where the partner has several."""
    value = filters.money(one.value, one.currency)
    return value if len({each.brand_ru for each in stock}) < 2 else f"{filters.local(one, 'brand')}, {value}"


def _charts(drawn: Sequence[bars.Bar], title: Callable[[bars.Bar], str]) -> list[bars.Chart]:
    if not any(bar.whole for bar in drawn):
        return []
    return [bars.draw(frame, drawn, number=filters.grouped, title=title) for frame in FRAMES]


def _lying(things: Sequence[rows.Thing]) -> list[rows.Chart]:
    """Nothing left of anything is drawn, too: the names say of what."""
    return [rows.draw(frame, things, number=filters.grouped, title=_left_said) for frame in FRAMES] if things else []


def _sold_said(bar: bars.Bar) -> str:
    said = ngettext("%(count)s order", "%(count)s orders", bar.whole, count=filters.grouped(bar.whole))
    return f"{bar.name}: {said}"


def _taken_said(bar: bars.Bar) -> str:
    said = ngettext("%(count)s redemption", "%(count)s redemptions", bar.whole, count=filters.grouped(bar.whole))
    return f"{bar.name}: {said}"


def _left_said(one: rows.Thing) -> str:
    said = ngettext("%(count)s code", "%(count)s codes", one.amount, count=filters.grouped(one.amount))
    return f"{one.name}: {said}"
