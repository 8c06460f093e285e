"""The timeline on the pages of members, orders and cards, for whoever may read the audit; of a card, in short, for whoever may see it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import g, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace import reports
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.reports import About, Group
from marketplace.web.console import timeline_words
from marketplace.web.console.timeline_words import Told
from marketplace.web.shared import filters
from marketplace.web.shared.security import may

LINES = 20
GROUPS: Mapping[Group, LazyString] = {
    "points": _l("Points"), "trade": _l("Orders and cards"), "letters": _l("Emails"), "tills": _l("Tills"), "cases": _l("Cases"), "webhooks": _l("Webhooks"),
    "access": _l("Sign-ins and profile"), "staff": _l("Staff"),
}  # fmt: skip


class Shown(NamedTuple):
    """What the page shows: the groups as (label, address, whether it is this one), the lines by day, and the addresses that lead on."""

    groups: list[tuple[object, str, bool]]
    days: list[tuple[date, list[Told]]]
    next_url: str
    first_url: str


def of_card(card: Card) -> Shown:
    """The timeline of a card; where it has expired, that stands in it, too. Whoever may see the card and not read the audit has what became of the
    card itself: no notes, and nothing of payments and proposals.
    """
    lapses = datetime.combine(card.expires_on + timedelta(1), time(), ZoneInfo(g.programme.time_zone))
    more = [timeline_words.expired(card.last4, lapses)] if card.state_on(filters.today()) == "expired" else []
    about = reports.of_card(card)
    if may(Permission.AUDIT_READ):
        return _shown(about, more)
    story = _shown(replace(about, orders=(), named=()), more)
    return story._replace(days=[(day, [line._replace(rows=[]) for line in lines]) for day, lines in story.days])


def shown(about: About) -> Shown | None:
    """The part of a timeline that the address of the page asks for; None for whoever may not see it.

    Raises:
        BadCursor: the address asks for a page that there is not.
    """
    if not may(Permission.AUDIT_READ):
        return None
    return _shown(about, [])


def _shown(about: About, more: list[Told]) -> Shown:
    """`more`: lines that stand in no book, where the page has room for their moments."""
    asked, cursor = request.args.get("show"), request.args.get("before", "")
    group = next((one for one in GROUPS if one == asked), None)
    page = reports.timeline(about, group=group, cursor=cursor, limit=LINES)
    told = timeline_words.told(page.items)
    if group in (None, "trade"):
        upto = reports.before(cursor)
        fits = [one for one in more if one.at < upto and (not page.next or one.at >= told[-1].at)]
        told = sorted([*told, *fits], key=lambda one: one.at, reverse=True)
    days = [(day, list(lines)) for day, lines in groupby(told, lambda one: g.programme.day(one.at))]
    groups: list[tuple[object, str, bool]] = [(_l("Everything"), _url(None), group is None)]
    groups += [(label, _url(name), name == group) for name, label in GROUPS.items()]
    return Shown(groups, days, _url(group, page.next) if page.next else "", _url(group) if cursor else "")


def _url(group: Group | None, before: str = "") -> str:
    said = {name: value for name, value in (("show", group), ("before", before)) if value}
    return request.path + (f"?{urlencode(said)}" if said else "")
