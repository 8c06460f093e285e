"""What members could still spend, on any day: by expiry, with breakage by both methods, tied to the ledger."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request
from flask_babel import gettext, lazy_gettext

from marketplace import reports
from marketplace.core import clock, formats
from marketplace.identity import Permission
from marketplace.web.shared import filters
from marketplace.web.shared.pictures import bars, frames
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require

PLACE = Place("console.liability.index", lazy_gettext("Liability"), "scale", Permission.REPORTS_READ)
FRAMES = (frames.DESK, frames.MIDDLE, frames.SLIM)
blueprint = Blueprint("liability", __name__, url_prefix="/liability")


@blueprint.get("")
@require(Permission.REPORTS_READ)
def index() -> str:
    programme, day = g.programme, _day()
    at = _end_of(day)
    owed = reports.liability(programme.id, at, time_zone=programme.time_zone)
    months = reports.liability_by_month(programme.id, at, time_zone=programme.time_zone)
    broken = reports.breakage(programme.id, at)
    return render_template(
        "console/liability.html", day=day, owed=owed, months=[(filters.month(month), filters.points(points)) for month, points in months], charts=_charts(months), by_expiry=_by_expiry(owed), broken=broken,
        rate=formats.percent(Decimal(broken.rate_ppm // 100) / 10_000, filters.language()),
    )  # fmt: skip


def _day() -> date:
    """The day that is asked for; today where it is none, or one to come."""
    today: date = g.programme.day(clock.now())
    try:
        return min(date.fromisoformat(request.args.get("day", "")), today)
    except ValueError:
        return today


def _end_of(day: date) -> datetime:
    return min(clock.now(), datetime.combine(day + timedelta(1), time(), ZoneInfo(g.programme.time_zone)))


def _by_expiry(owed: reports.Liability) -> list[tuple[str, int]]:
    """What can be spent by the month in which it expires, soonest first."""
    found: dict[date | None, int] = {}
    for one in owed.lots:
        found[one.expires_in] = found.get(one.expires_in, 0) + one.points
    return [(filters.month(month) if month else gettext("never expire"), points) for month, points in found.items()]


def _charts(months: list[tuple[date, int]]) -> list[bars.Chart]:
    drawn = [bars.Bar(filters.month(month), (max(points, 0),)) for month, points in months]
    if not any(bar.whole for bar in drawn):
        return []
    return [
        bars.draw(frame, drawn, number=filters.number, title=lambda bar: f"{bar.name}: {filters.points(bar.whole)}")
        for frame in FRAMES
    ]
