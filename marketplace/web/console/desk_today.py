"""What waits for whoever opens the desk today, each as a number with the way to it; and the cases that are theirs next."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import g, url_for
from flask_babel import gettext
from flask_login import current_user

from marketplace import fraud, identity, partners, settlements
from marketplace.identity import Permission
from marketplace.support import calls, cases
from marketplace.web.console import approval_shown
from marketplace.web.console.cases import page
from marketplace.web.shared import case_words, filters
from marketplace.web.shared.security import may

NEXT = 5


class Sum(NamedTuple):
    """A number, what it counts, where it leads, and how loud it is."""

    number: str
    what: str
    href: str
    tone: str = ""


class Next(NamedTuple):
    """A case of the visitor's own."""

    title: str
    about: str
    href: str
    due: page.Due


def sums(now: datetime) -> list[Sum]:
    """What waits, of what the visitor may see."""
    return [*_of_cases(now), *_others()]


def suspended_since() -> datetime | None:
    """Since when the visitor is suspended from issuing here: their own pages say so before an act of theirs is refused."""
    return identity.suspended_since(current_user.id, g.programme.id)


def mine(now: datetime) -> list[Next]:
    """The visitor's own cases, what is due first comes first."""
    if not may(Permission.CASES_ANSWER):
        return []
    held = cases.queue(g.programme.id, owner_id=current_user.id, limit=NEXT)
    return [
        Next(case_words.title(one), one.number, url_for("console.cases.show", case_id=one.id), page.due(one, now))
        for one in held
    ]


def _midnight() -> datetime:
    return datetime.combine(filters.today(), time(), ZoneInfo(g.programme.time_zone))


def _of_cases(now: datetime) -> list[Sum]:
    if not may(Permission.CASES_READ):
        return []
    there = cases.today(g.programme.id, current_user.id, now=now, until=_midnight() + timedelta(days=1))

    def of(number: int, what: str, show: str, tone: str = "") -> Sum:
        values: dict[str, Any] = {"show": show}
        return Sum(filters.grouped(number), what, url_for("console.cases.index", **values), tone if number else "")

    return [
        of(there.late, gettext("cases overdue"), "late", "bad"), of(there.due, gettext("cases due today"), "open"), of(there.mine, gettext("cases of mine"), "mine"),
        of(there.unassigned, gettext("cases that are nobody’s"), "unassigned"), of(there.waiting, gettext("cases that wait for an answer"), "waiting"),
    ]  # fmt: skip


def _others() -> list[Sum]:
    found = []
    if may(Permission.CALLS_TAKE):
        taken = len(calls.today_of(g.programme.id, current_user.id, since=_midnight(), limit=1000))
        found.append(Sum(filters.grouped(taken), gettext("calls of mine today"), url_for("console.calls.index")))
    if may(approval_shown.PLACE.permission):
        waiting = approval_shown.waiting()
        found.append(
            Sum(filters.grouped(waiting), gettext("approvals that wait for me"), url_for("console.approvals.index"))
        )
    if may(Permission.CONTRACTS_SIGN):
        ours = [one.id for one in partners.partners_of(g.programme.id)]
        unsigned = sum(one.waits_for == "programme" for one in settlements.promotions(ours))
        found.append(
            Sum(
                filters.grouped(unsigned),
                gettext("joint promotions that wait for our signature"),
                url_for("console.promotions.index"),
            )
        )
    if may(Permission.FRAUD_READ):
        signals = fraud.waiting(g.programme.id)
        found.append(
            Sum(
                filters.grouped(signals),
                gettext("suspicions that nobody has looked at"),
                url_for("console.fraud.index"),
            )
        )
    return found
