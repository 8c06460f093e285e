"""Tells members that cards of theirs end: a month before the first of them, and once more a week before.

Like the reminders of points: cards that end within one week stand in one letter, and each letter is written once.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from marketplace import giftcards, mailings, members, partners, programmes
from marketplace.core import clock, formats, outbox
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.jobs import reminders
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.programmes import Programme
from marketplace.settings import Settings

CARDS_MAX = 20  # in one letter


@celery.task(name="giftcards.remind")
def remind() -> None:
    """Promise the letters of every programme whose hour it is; harmless to repeat."""
    remind_all(clock.now())


def remind_all(now: datetime) -> int:
    """The same for a given moment; returns how many letters are due, whether they were promised before or not."""
    with transaction():
        everyone = programmes.everyone()
    return sum(_remind(one, now) for one in everyone if now.astimezone(ZoneInfo(one.time_zone)).hour == reminders.HOUR)


def _remind(programme: Programme, now: datetime) -> int:
    today = programme.day(now)
    due = after = 0
    while True:
        with transaction():
            until = today + timedelta(days=reminders.FAR)
            found = giftcards.ending(programme.id, today=today, until=until, after=after, limit=reminders.MEMBERS)
            refs = [
                f"{one.member_id}:{_monday(one.first_day)}:{reminders.days_before(one.first_day, today)}"
                for one in found
            ]
            outbox.send_all(Topic.GIFTCARDS_REMIND, refs, now=now)
        if not found:
            return due
        due += len(found)
        after = found[-1].member_id


@keeps(Topic.GIFTCARDS_REMIND)
def write(ref: str) -> None:
    """Write one reminder, with what is still there today; `ref` is the member, the week's Monday and how near it is."""
    now = clock.now()
    number, monday, _ = ref.split(":")
    with transaction():
        member = members.member(int(number))
        if member is None or not member.email or not members.wants(member.id, "expiry"):
            return
        programme = programmes.get(member.programme_id)
        cards = _ending(member.id, date.fromisoformat(monday), programme.day(now))
        if not cards:
            return
        language = programme.language(member.language)
        brands = partners.brands([card.brand_id for card in cards])
        settings: Settings = current_app.config["SETTINGS"]
        told = [
            {
                "brand": brands[card.brand_id].name(language),
                "value": formats.money(card.remaining, card.currency, language),
                "expires_on": card.expires_on,
            }
            for card in cards
        ]
        home = programmes.address(settings.public_url, programmes.hosts(programme.id))
        context = {"first_name": member.first_name, "cards": told, "cards_url": f"{home}/cards?sort=ends"}
        mailings.write(
            f"card-expiry:{ref}",
            programme=programme,
            recipient=member.email,
            template="card_expiry",
            language=language,
            context=context,
            now=now,
        )


def _ending(member_id: int, monday: date, today: date) -> list[Card]:
    """The member's cards that end in that week, the first of them first."""
    cards = giftcards.of_member(member_id, today=today, shelf="live", sort="ends", limit=100).items
    return [card for card in cards if card.state == "active" and monday <= card.expires_on < monday + reminders.WEEK][
        :CARDS_MAX
    ]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
