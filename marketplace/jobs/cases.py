"""Writes to people about their cases, and closes those that wait for nobody any more."""

from datetime import datetime

from flask import current_app

from marketplace import programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings
from marketplace.support import cases

AT_ONCE = 100


@keeps(Topic.CASES_LETTER)
def write(ref: str) -> None:
    """Write the letter about something that happened to a case; `ref` is the event."""
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        event = cases.event(int(ref))
        programme_id = cases.case_by_id(event.case_id).programme_id
        home = programmes.address(settings.public_url, programmes.hosts(programme_id))
        cases.write_letter(event.id, home=home, now=clock.now())


@celery.task(name="cases.look")
def look() -> None:
    """Look for cases that wait for their member in vain."""
    look_at(clock.now())


def look_at(now: datetime) -> int:
    """The same at a given moment: how many were reminded of or closed. Harmless to repeat."""
    done = 0
    with transaction():
        everyone = programmes.everyone()
    for programme in everyone:
        with transaction():
            found = cases.silent(programme.id, now=now, limit=AT_ONCE)
        for one in found:
            done += _go_on(one, now)
    return done


def _go_on(one: cases.Silent, now: datetime) -> bool:
    """A letter, or the end; not where something has happened to the case since it was found."""
    try:
        with transaction():
            verb = cases.give_up_waiting if one.reminded else cases.remind
            verb(cases.case_by_id(one.case_id), seen=one.version, now=now)
    except (cases.CaseChanged, cases.CaseEnded):
        return False
    return True
