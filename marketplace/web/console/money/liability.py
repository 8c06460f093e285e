"""What members could still spend, on any day: by age and expiry, with breakage by both methods, tied to the ledger; sales by partner."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, g, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from marketplace import partners, reports, settlements
from marketplace.core import clock, formats, sheets
from marketplace.identity import Permission
from marketplace.web.console.money import asked_days, liability_files
from marketplace.web.shared import filters
from marketplace.web.shared.contract_pages.words import POINTS as FUNDERS
from marketplace.web.shared.pictures import bars, frames
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require

PLACE = Place("console.liability.index", lazy_gettext("Liability"), "scale", Permission.REPORTS_READ)
PARTNERS_DRAWN = 12
# By how many months ago points were earned: fewer than that.
AGES = (
    (3, lazy_gettext("under 3 months")), (6, lazy_gettext("3–6 months")), (12, lazy_gettext("6–12 months")), (24, lazy_gettext("1–2 years")),
    (10**6, lazy_gettext("over 2 years")),
)  # fmt: skip
FRAMES = (frames.DESK, frames.MIDDLE, frames.SLIM)
blueprint = Blueprint("liability", __name__, url_prefix="/liability")


@blueprint.get("")
@require(Permission.REPORTS_READ)
def index() -> ResponseReturnValue:
    programme, form = g.programme, asked_days.DayForm()
    if not form.fits():
        return form.refused(PLACE.title, url_for(".index"))
    day: date = form.day.data
    at = _end_of(day)
    owed = reports.liability(programme.id, at, time_zone=programme.time_zone)
    months = reports.liability_by_month(programme.id, at, time_zone=programme.time_zone)
    broken = reports.breakage(programme.id, at, time_zone=programme.time_zone)
    over_time = [(filters.month(month), points) for month, points in months]
    prices = settlements.prices_of_points(programme.id, programme.currency, on=day)
    ages = [(str(name), lots) for name, lots in _by_age(owed, day)]
    sold = reports.sales_by_partner(programme.id, _month_of(day), at)
    names = {one.id: filters.local(one, "name") for one in partners.partners_of(programme.id)}
    return render_template(
        "console/liability.html", day=day, form=form, owed=owed, months=_told(over_time), charts=_charts(over_time), by_expiry=_priced(_by_expiry(owed), prices), broken=broken, funded=_funded(owed, prices),
        money=_worth(owed.lots, prices), unpriced=reports.worth(owed.lots, prices, decimals=programme.decimals).unpriced, kinds=sheets.KINDS, funders=FUNDERS,
        rate=_rate(broken), ages=_priced(ages, prices), age_charts=_charts([(name, _sum(lots)) for name, lots in ages]), sold=sold, sales=_sales(sold, names),
        sales_charts=_charts([(names[one.partner_id], one.points) for one in sold[:PARTNERS_DRAWN]]),
    )  # fmt: skip


@blueprint.get("/report.<suffix>")
@require(Permission.REPORTS_READ)
def report(suffix: str) -> ResponseReturnValue:
    """What the page says of a day as a file: lots with what they come to, then what stands beside them, then what ties."""
    if suffix not in sheets.KINDS:
        abort(404)
    programme, form = g.programme, asked_days.DayForm()
    if not form.fits():
        return form.refused(PLACE.title, url_for(".index"))
    day: date = form.day.data
    owed = reports.liability(programme.id, _end_of(day), time_zone=programme.time_zone)
    prices = settlements.prices_of_points(programme.id, programme.currency, on=day)
    answer = send_file(
        liability_files.write(suffix, owed, prices), sheets.KINDS[suffix], as_attachment=True, download_name=f"liability-{day:%Y%m%d}.{suffix}"
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _end_of(day: date) -> datetime:
    return min(clock.now(), datetime.combine(day + timedelta(1), time(), ZoneInfo(g.programme.time_zone)))


def _rate(broken: reports.Breakage) -> str:
    """The rate of breakage in percent; "—" while nothing has ended."""
    if broken.rate_ppm is None:
        return "—"
    return formats.percent(Decimal(broken.rate_ppm // 100) / 10_000, filters.language())


def _spendable(owed: reports.Liability) -> list[reports.Lots]:
    return [one for one in owed.lots if not one.fresh]


def _by_expiry(owed: reports.Liability) -> list[tuple[str, list[reports.Lots]]]:
    """What can be spent by the month in which it expires, soonest first."""
    found: dict[date | None, list[reports.Lots]] = {}
    for one in _spendable(owed):
        found.setdefault(one.expires_in, []).append(one)
    return [(filters.month(month) if month else gettext("never expire"), lots) for month, lots in found.items()]


def _funded(owed: reports.Liability, prices: reports.Prices) -> list[tuple[str, str, str]]:
    """What members have, by who paid for it, and what that comes to at the prices of contracts in force: the least and the most."""
    return [
        (
            str(FUNDERS[funder]),
            filters.points(points),
            _worth([one for one in owed.lots if one.funder == funder], prices),
        )
        for funder, points in owed.funded.most_common()
    ]


def _worth(lots: Sequence[reports.Lots], prices: reports.Prices) -> str:
    """What lots come to; "" where no contract names a price for any of them."""
    return _said(lots, reports.worth(lots, prices, decimals=g.programme.decimals), prices)


def _said(lots: Sequence[reports.Lots], found: reports.Worth, prices: reports.Prices) -> str:
    if not any(one.funder in prices for one in lots):
        return ""
    return filters.money(found.least) if found.least == found.most else filters.money_range(found.least, found.most)


def _priced(rows: Sequence[tuple[str, Sequence[reports.Lots]]], prices: reports.Prices) -> list[tuple[str, str, str]]:
    """Rows with their points and what these come to; the rows add up to what all of them come to."""
    found = reports.worths((lots for _name, lots in rows), prices, decimals=g.programme.decimals)
    return [
        (name, filters.points(_sum(lots)), _said(lots, worth, prices) or "—")
        for (name, lots), worth in zip(rows, found, strict=True)
    ]


def _sum(lots: Sequence[reports.Lots]) -> int:
    return sum(one.points for one in lots)


def _by_age(owed: reports.Liability, day: date) -> list[tuple[LazyString, list[reports.Lots]]]:
    """What can be spent by how many months ago it was earned, youngest first."""
    found: list[list[reports.Lots]] = [[] for _age in AGES]
    for one in _spendable(owed):
        months = (day.year - one.earned_in.year) * 12 + day.month - one.earned_in.month
        found[next(at for at, (most, _name) in enumerate(AGES) if months < most)].append(one)
    return [(name, lots) for (_most, name), lots in zip(AGES, found, strict=True)]


def _month_of(day: date) -> datetime:
    return datetime.combine(day.replace(day=1), time(), ZoneInfo(g.programme.time_zone))


def _sales(sold: Sequence[reports.SoldBy], names: Mapping[int, str]) -> list[tuple[str, ...]]:
    return [
        (names[one.partner_id], filters.grouped(one.orders), filters.money(one.value, one.currency), filters.points(one.points),
         filters.money(one.money, one.currency))
        for one in sold
    ]  # fmt: skip


def _told(bars_of: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    return [(name, filters.points(points)) for name, points in bars_of]


def _charts(bars_of: Sequence[tuple[str, int]]) -> list[bars.Chart]:
    drawn = [bars.Bar(name, (max(points, 0),)) for name, points in bars_of]
    if not any(bar.whole for bar in drawn):
        return []
    return [
        bars.draw(frame, drawn, number=filters.number, title=lambda bar: f"{bar.name}: {filters.points(bar.whole)}")
        for frame in FRAMES
    ]
