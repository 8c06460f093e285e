"""Tells members, once for each wish, that their points are enough for it."""

from datetime import datetime

from flask import current_app

from marketplace import ledger, mailings, members, partners, programmes, wishes
from marketplace.core import clock, formats, outbox
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.members import Member
from marketplace.programmes import Programme
from marketplace.settings import Settings

# Members who are looked at in one transaction.
MEMBERS = 500


@celery.task(name="wishes.look")
def look() -> None:
    """Promise the letters of wishes that have come within reach; harmless to repeat."""
    look_at(clock.now())


def look_at(now: datetime) -> int:
    """The same for a given moment; returns how many letters were promised."""
    with transaction():
        everyone = programmes.everyone()
    return sum(_look(one, now) for one in everyone)


@keeps(Topic.WISHES_TELL)
def tell(ref: str) -> None:
    """Write that the points are enough for a wish, whose id is `ref`, if they still are; once."""
    now = clock.now()
    with transaction():
        found = wishes.wish(int(ref), now)
        if found is None:
            return
        of, member = found
        balance = _balance(member, now)
        if of.price is None or of.missing(balance) or not member.email or not wishes.note_told(of.id, now=now):
            return
        programme = programmes.get(member.programme_id)
        language = programme.language(member.language)
        brand = partners.brand(of.brand_id)
        settings: Settings = current_app.config["SETTINGS"]
        home = programmes.address(settings.public_url, programmes.hosts(programme.id))
        context = {
            "first_name": member.first_name, "brand": brand.name(language), "value": formats.money(of.value, of.currency, language),
            "points": of.price, "rest": balance - of.price, "page_url": f"{home}/brands/{brand.slug}",
        }  # fmt: skip
        mailings.write(
            f"wish:{of.id}",
            programme=programme,
            recipient=member.email,
            template="wish",
            language=language,
            context=context,
            now=now,
        )


def _look(programme: Programme, now: datetime) -> int:
    promised = after = 0
    while True:
        with transaction():
            found = wishes.of_members(programme.id, after=after, limit=MEMBERS)
            for member_id in found:
                promised += _promise(member_id, now)
        if len(found) < MEMBERS:
            return promised
        after = found[-1]


def _promise(member_id: int, now: datetime) -> int:
    member = members.member(member_id)
    assert member is not None, "a member is never deleted"
    if not member.email:
        return 0
    balance = _balance(member, now)
    near = [
        one
        for one in wishes.of_member(member, now)
        if one.told_at is None and one.price is not None and not one.missing(balance)
    ]
    outbox.send_all(Topic.WISHES_TELL, [str(one.id) for one in near], now=now)
    return len(near)


def _balance(member: Member, now: datetime) -> int:
    account = ledger.account(member.programme_id, "member", owner_id=member.id)
    return ledger.balance(account, programmes.get(member.programme_id).day(now))
