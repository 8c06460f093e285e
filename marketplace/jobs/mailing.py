"""Sends the letters that were promised."""

from flask import current_app

from marketplace import mailings, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.integrations.mail import Server
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings


@keeps(Topic.MAILINGS_SEND)
def send(ref: str) -> None:
    """Hand the letter to the mail server; without one it stays where staff can read it, and so does what a training world writes."""
    settings: Settings = current_app.config["SETTINGS"]
    letter = mailings.to_send(ref)
    programme = None if letter.programme_id is None else programmes.get(letter.programme_id)
    sender = settings.mail_from if programme is None else programme.mail_from
    practice = programme is not None and programme.training_of is not None
    if settings.smtp_url is None or letter.sent_at is not None or practice:
        return
    Server(settings.smtp_url).send(letter, sender)
    with transaction():
        mailings.sent(letter.id, clock.now())
