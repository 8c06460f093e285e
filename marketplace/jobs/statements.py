"""Writes to a partner that a statement has come, and once more before the day by which it is to be answered."""

from datetime import timedelta

from flask import current_app

from marketplace import identity, mailings, partners, programmes, settlements
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.jobs.promises import keeps
from marketplace.settlements import ANSWER_DAYS, Statement


@keeps(Topic.SETTLEMENTS_LETTER)
def tell(ref: str) -> None:
    """Write to whoever answers for the partner; `ref` is the statement's number and what it is: sent, or due. Answered, it is not due."""
    number, _colon, what = ref.partition(":")
    with transaction():
        of = settlements.statement(number)
        if what == "due" and of.accepted_at is not None:
            return
        for person in identity.people_for(Permission.STATEMENTS_ACCEPT, partner_id=of.partner_id):
            _write(of, person, what)


def _write(of: Statement, person: identity.Reader, what: str) -> None:
    partner = partners.partner(of.partner_id)
    programme = programmes.get(partner.programme_id)
    home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
    language, now = programme.language(person.language), clock.now()
    assert of.sent_at is not None, "a statement is sent before anybody is written to"
    until = programme.day(of.sent_at + timedelta(ANSWER_DAYS))
    context = {
        "what": what, "number": of.number, "partner": partner.name(language), "value": formats.money(of.closing, of.currency, language),
        "until": formats.day(until, language, programme.day(now)), "page_url": f"{home}/partner/{partner.slug}/settlements/{of.number}",
    }  # fmt: skip
    mailings.write(
        f"statement:{of.number}:{what}:{person.id}", programme=programme, recipient=person.email, template="statement", language=language,
        context=context, now=now,
    )  # fmt: skip
