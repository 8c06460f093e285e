"""A year of points: four numbers, the picture and its table, and what the points buy."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from flask import g
from flask_babel import gettext

from marketplace import giftcards, ledger, shop
from marketplace.core import formats
from marketplace.core.db import transaction
from marketplace.members import Member
from marketplace.web.shared import filters
from marketplace.web.shared.pictures import frames, line
from marketplace.web.shared.visitor import actor
from marketplace.web.storefront import city
from marketplace.web.storefront.context import Purse

LOOSE_MAX = 200  # entries read one by one; fewer are sooner read than kept
FRAMES = (frames.WIDE, frames.MIDDLE, frames.SLIM)
MONTHS_RU = ("янв", "фев", "март", "апр", "май", "июнь", "июль", "авг", "сен", "окт", "ноя", "дек")


@dataclass(frozen=True, slots=True)
class Year:
    """The last twelve months, the present one counted."""

    now: datetime
    this_month: date
    earned: int
    spent: int
    earned_this_month: int
    cards: int
    months: list[ledger.Month]
    lots: list[ledger.LotsOfDay]
    charts: list[line.Chart]


def year(member: Member, purse: Purse, now: datetime) -> Year:
    """The numbers, the picture and its table."""
    zone = ZoneInfo(g.programme.time_zone)
    today = now.astimezone(zone).date()
    since, this_month = line.first_day(today, frames.WIDE.months), today.replace(day=1)
    start = datetime.combine(since, time(), zone).astimezone(UTC)
    days = _days(purse.account_id, since)
    within = [one for one in days if one.day >= since]
    held = days[0].balance_after if days and days[0].day < since else 0
    curve = [(max(one.at, start), one.balance_after) for one in days]
    lots = ledger.lots_by_day(purse.account_id, today)
    return Year(
        now=now,
        this_month=this_month,
        earned=sum(one.earned for one in within),
        spent=sum(one.spent for one in within),
        earned_this_month=sum(one.earned for one in within if one.day >= this_month),
        cards=giftcards.kept_since(member.id, start),
        months=_as_of_now(
            _every_month(ledger.by_month(within), held, since, this_month), sum(lot.remaining for lot in lots)
        ),
        lots=lots,
        charts=[_chart(frame, curve, lots, now, zone) for frame in FRAMES] if curve else [],
    )


def spend(member: Member, purse: Purse, now: datetime) -> dict[str, str]:
    """What to ask of the shop so that it shows what the points buy: for those that expire next, if that buys anything."""
    soon = purse.next_expiry
    if soon and shop.total(g.programme.id, points_to=soon.points, tier=member.tier, city=city.slug(), now=now):
        return {"to": filters.number(soon.points)}
    return {"enough": "1"} if purse.balance else {}


def _days(account_id: int, since: date) -> list[ledger.Day]:
    """The days of the account; once many entries lie behind those that are added up, they are added for the next time."""
    found = ledger.days(account_id, since, g.programme.time_zone)
    if found.loose > LOOSE_MAX:
        with transaction(by=actor()):
            ledger.keep_days(account_id, g.programme.time_zone)
    return found.days


def _every_month(moved: list[ledger.Month], held: int, since: date, until: date) -> list[ledger.Month]:
    """All months from the first with points on, newest first; one in which nothing moved keeps its balance, at first `held`."""
    known = {month.first_day: month for month in moved}
    months: list[ledger.Month] = []
    day = since
    while day <= until:
        month = known.get(day, ledger.Month(day, 0, 0, held))
        held = month.balance_after
        if months or day in known or held:
            months.append(month)
        day = (day.replace(day=28) + timedelta(4)).replace(day=1)
    return months[::-1]


def _as_of_now(months: list[ledger.Month], balance: int) -> list[ledger.Month]:
    """This month ends, so far, with what has not expired: points whose last day is over count no more before they are swept."""
    return [months[0]._replace(balance_after=balance), *months[1:]] if months else months


def _chart(
    frame: frames.Frame,
    curve: list[tuple[datetime, int]],
    lots: list[ledger.LotsOfDay],
    now: datetime,
    zone: ZoneInfo,
) -> line.Chart:
    balance = sum(lot.remaining for lot in lots)
    roomy = frame is not frames.SLIM
    words = line.Words(
        number=filters.number,
        month=lambda day, new_year: _short_month(day, new_year and roomy),
        now=gettext("now %(amount)s", amount=filters.number(balance)),
        end=lambda end: filters.signed(-end.points) + (f" · {_day_and_month(end.day)}" if roomy else ""),
    )
    start = datetime.combine(line.first_day(now.astimezone(zone).date(), frame.months), time(), zone).astimezone(UTC)
    ends = [line.End(lot.expires_on, lot.remaining) for lot in lots if lot.expires_on]
    return line.draw(frame, curve=_from(curve, start), balance=balance, ends=ends, now=now, zone=zone, words=words)


def _from(curve: list[tuple[datetime, int]], start: datetime) -> list[tuple[datetime, int]]:
    """The curve from a later start on: the last balance before it stands at the start."""
    first = bisect_right(curve, start, key=itemgetter(0))
    return [(start, curve[first - 1][1]), *curve[first:]] if first else curve


def _short_month(day: date, with_year: bool) -> str:
    name = (
        MONTHS_RU[day.month - 1]
        if filters.language() == "ru"
        else get_month_names("abbreviated", locale="en")[day.month]
    )
    return f"{name} {day.year}" if with_year else str(name)


def _day_and_month(day: date) -> str:
    return formats.day(day, filters.language(), day)
