"""Erases what members want erased, when the term is over; writes to them before, and for the last time."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from marketplace import erasures, mailings, members, programmes
from marketplace.core import clock, erased, outbox
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.erasures import CannotErase, Erasure
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings

RETRY_AFTER = timedelta(hours=6)  # where something moves once more
FAREWELL_FOR = timedelta(days=1)  # how long the last letter is kept


@keeps(Topic.ERASURES_ERASE)
def erase(ref: str) -> None:
    """Do all the steps of a request, once; broken off, it goes on where it was. Waits while something moves."""
    now = clock.now()
    due_at = erasures.erasure(int(ref)).due_at
    if now < due_at:
        raise outbox.NotYet(due_at)
    try:
        of = _begun(int(ref), now)
    except CannotErase as error:
        raise outbox.NotYet(now + RETRY_AFTER, error.code) from None
    if of is None:
        return
    for name in erasures.missing(of):
        with transaction():
            erasures.step(of, name, now=clock.now())
    # Before the last step: once it is done, nobody comes back here.
    erased.note(erased.Line(clock.now(), of.programme_id, of.member_id, erasures.number(of)))
    with transaction():
        erasures.finish(of, now=clock.now())


def _begun(erasure_id: int, now: datetime) -> Erasure | None:
    """The request with its first step done: nothing of value moves from here on, and the last letter is written."""
    with transaction():
        of = erasures.begin(erasure_id, now)
        if of is not None and of.state == "waiting":
            _write(of, "done", erasures.farewell(of.id), now)
            outbox.send(Topic.ERASURES_FAREWELL, ref=str(of.id), now=now, due_at=now + FAREWELL_FOR)
            erasures.step(of, erasures.missing(of)[0], now=now)
        return of


@keeps(Topic.ERASURES_FAREWELL)
def forget_farewell(ref: str) -> None:
    """Delete the last letter and with it the address: it has left by now, or never will."""
    with transaction():
        mailings.drop(erasures.farewell(int(ref)))


@keeps(Topic.ERASURES_TELL)
def tell(ref: str) -> None:
    """Write that an erasure was asked for, or taken back; `ref` is its number and which of them."""
    number, _, what = ref.partition(":")
    with transaction():
        of = erasures.erasure(int(number))
        if of.state in ("waiting", "taken_back"):
            _write(of, what, f"erasure:{ref}", clock.now())


def _write(of: Erasure, what: str, ref: str, now: datetime) -> None:
    member, programme = members.member(of.member_id), programmes.get(of.programme_id)
    assert member is not None, "an erasure is a member's"
    if not member.email:
        return
    settings: Settings = current_app.config["SETTINGS"]
    home = programmes.address(settings.public_url, programmes.hosts(programme.id))
    context: dict[str, Any] = {
        "what": what, "day": programme.day(of.due_at), "page_url": f"{home}/account/erasure", "by_staff": of.by_staff, "kept_days": FAREWELL_FOR.days,
    }  # fmt: skip
    mailings.write(
        ref, programme=programme, recipient=member.email, template="erasure", language=member.language, context=context, now=now
    )  # fmt: skip
