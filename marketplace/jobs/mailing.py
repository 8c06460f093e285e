"""Sends the letters that were promised."""

from flask import current_app

from marketplace import mailings, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.integrations.mail import MailRefused, Server
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings
from marketplace.support import cases


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
    try:
        Server(settings.smtp_url).send(letter, sender, back_to=cases.return_address(letter, sender))
    except MailRefused as error:
        with transaction():
            cases.letter_returned(letter, status=error.status, said=error.said, now=clock.now())
        return
    with transaction():
        mailings.sent(letter.id, clock.now())
