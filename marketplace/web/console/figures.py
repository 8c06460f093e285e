"""The last thirty days of a programme as two pictures: orders by day, points by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import g
from flask_babel import gettext, ngettext

from marketplace import reports
from marketplace.core import formats
from marketplace.core.memory import Memory
from marketplace.web.shared import filters
from marketplace.web.shared.pictures import bars, frames

DAYS = 30
FRAMES = (frames.DESK, frames.MIDDLE, frames.SLIM)
_days = Memory()


@dataclass(frozen=True, slots=True)
class Figures:
    """The days, oldest first; a picture is left out when there is nothing to draw."""

    days: list[reports.Day]
    orders: list[bars.Chart]
    points: list[bars.Chart]

    @property
    def today(self) -> reports.Day:
        """The day that is not over yet."""
        return self.days[-1]

    def total(self, of: str) -> int:
        """The sum of all days: "orders", "earned", "spent" or "expired"."""
        return sum(getattr(day, of) for day in self.days)


def last_days(now: datetime) -> Figures:
    """The figures of the request's programme, in its own days; today is the last."""
    programme = g.programme
    today = programme.day(now)

    def ask() -> list[reports.Day]:
        since = today - timedelta(DAYS - 1)
        return reports.by_day(programme.id, since=since, until=today, time_zone=programme.time_zone)

    days = _days.recall((programme.id, today), ask)
    return Figures(
        days,
        orders=_charts([bars.Bar(_name(day.day), (day.orders,)) for day in days], filters.grouped, _orders_said),
        points=_charts([bars.Bar(_name(day.day), day[2:]) for day in days], filters.number, _points_said),
    )


def _charts(
    drawn: Sequence[bars.Bar], number: Callable[[int], str], title: Callable[[bars.Bar], str]
) -> list[bars.Chart]:
    if not any(bar.whole for bar in drawn):
        return []
    return [bars.draw(frame, drawn, number=number, title=title) for frame in FRAMES]


def _name(day: date) -> str:
    return formats.day(day, filters.language(), day)


def _orders_said(bar: bars.Bar) -> str:
    said = ngettext("%(count)s order", "%(count)s orders", bar.whole, count=filters.grouped(bar.whole))
    return f"{bar.name}: {said}"


def _points_said(bar: bars.Bar) -> str:
    earned, spent, expired = map(filters.number, bar.parts)
    said = gettext(
        "earned %(earned)s, spent %(spent)s, expired %(expired)s", earned=earned, spent=spent, expired=expired
    )
    return f"{bar.name}: {said}"
