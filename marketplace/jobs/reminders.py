"""Tells members that points of theirs will end: a month before, and once more a week before.

Points that end within one week stand in one letter, so that who earns every day is not written to every day.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from marketplace import ledger, mailings, members, programmes
from marketplace.core import clock, outbox
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.programmes import Programme
from marketplace.settings import Settings

# So many days before the first of them end; each letter is written once.
FAR, NEAR = 30, 7
WEEK = timedelta(days=7)
# People are written to at this hour of their programme's day; a day that was missed is made good on the next.
HOUR = 10
# Members whose letters are promised in one transaction.
MEMBERS = 5_000


@celery.task(name="points.remind")
def remind() -> None:
    """Promise the letters of every programme whose hour it is; harmless to repeat."""
    remind_all(clock.now())


def remind_all(now: datetime) -> int:
    """The same for a given moment; returns how many letters are due, whether they were promised before or not."""
    with transaction():
        everyone = programmes.everyone()
    return sum(_remind(one, now) for one in everyone if now.astimezone(ZoneInfo(one.time_zone)).hour == HOUR)


def days_before(first_day: date, today: date) -> int | None:
    """Which letter points call for that end on that day: the near one, the far one, or none yet."""
    left = (first_day - today).days
    return NEAR if left <= NEAR else FAR if left <= FAR else None


def _remind(programme: Programme, now: datetime) -> int:
    today = programme.day(now)
    until = today + timedelta(days=FAR)
    due = after = 0
    while True:
        with transaction():
            found = ledger.ending(programme.id, today=today, until=until, after=after, limit=MEMBERS)
            refs = [f"{one.owner_id}:{one.monday}:{days_before(one.first_day, today)}" for one in found]
            outbox.send_all(Topic.POINTS_REMIND, refs, now=now)
        if not found:
            return due
        due += len(found)
        after = found[-1].owner_id


@keeps(Topic.POINTS_REMIND)
def write(ref: str) -> None:
    """Write one reminder, with what is still there today; `ref` is the member, the week's Monday and how near it is."""
    now = clock.now()
    number, monday, _ = ref.split(":")
    with transaction():
        member = members.member(int(number))
        if member is None or not member.email or not members.wants(member.id, "expiry"):
            return
        programme = programmes.get(member.programme_id)
        lots = _ending(programme, member.id, date.fromisoformat(monday), programme.day(now))
        if not lots:
            return
        context = {
            "first_name": member.first_name,
            "points": sum(lot.remaining for lot in lots),
            "lots": lots,
            "points_url": _points_url(programme),
        }
        mailings.write(
            f"expiry:{ref}", programme=programme, recipient=member.email, template="expiry", language=member.language,
            context=context, now=now,
        )  # fmt: skip


def _ending(programme: Programme, member_id: int, monday: date, today: date) -> list[ledger.LotsOfDay]:
    """What the member has that ends in that week."""
    account = ledger.account(programme.id, "member", owner_id=member_id)
    lots = ledger.lots_by_day(account, today)
    return [lot for lot in lots if lot.expires_on is not None and monday <= lot.expires_on < monday + WEEK]


def _points_url(programme: Programme) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return f"{programmes.address(settings.public_url, programmes.hosts(programme.id))}/points"
