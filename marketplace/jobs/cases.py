"""Writes to people about their cases."""

from flask import current_app

from marketplace import programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings
from marketplace.support import cases


@keeps(Topic.CASES_LETTER)
def write(ref: str) -> None:
    """Write the letter about something that happened to a case; `ref` is the event."""
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        event = cases.event(int(ref))
        programme_id = cases.case_by_id(event.case_id).programme_id
        home = programmes.address(settings.public_url, programmes.hosts(programme_id))
        cases.write_letter(event.id, home=home, now=clock.now())
