"""Writes to a partner that a statement has come, and once more before the day by which it is to be answered; to both sides once it is overdue."""

from datetime import timedelta

from flask import current_app

from marketplace import identity, mailings, partners, programmes, settlements
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.jobs.promises import keeps
from marketplace.settlements import ANSWER_DAYS, Overdue, Statement


@keeps(Topic.SETTLEMENTS_LETTER)
def tell(ref: str) -> None:
    """Write to whoever answers for the partner; `ref` is the statement's number and what it is: sent, due, or overdue. Answered, it is not due."""
    number, _colon, what = ref.partition(":")
    with transaction():
        of = settlements.statement(number)
        if what == "overdue":
            _tell_overdue(of)
            return
        if what == "due" and of.accepted_at is not None:
            return
        for person in identity.people_for(Permission.STATEMENTS_ACCEPT, partner_id=of.partner_id):
            _write(of, person, what)


def _tell_overdue(of: Statement) -> None:
    """Write to both sides that a payment is late, where it is and no later statement carries it."""
    partner = partners.partner(of.partner_id)
    late = next(
        (
            one
            for one in settlements.overdue(partner.programme_id, partner_id=partner.id, now=clock.now())
            if one.statement == of.number
        ),
        None,
    )
    if late is None:
        return
    for person in identity.people_for(Permission.STATEMENTS_ACCEPT, partner_id=partner.id):
        _write(of, person, "overdue", late)
    for person in identity.staff_for(Permission.PAYOUTS_MANAGE, programme_id=partner.programme_id):
        _write(of, person, "overdue", late, page=_place_of(late, partner.programme_id))


def _place_of(late: Overdue, programme_id: int) -> str:
    """The page of the console where staff can do something about it: the partner's statement, the payouts that wait to be sent, or new ones."""
    if late.amount < 0:
        return f"console/settlements/{late.statement}"
    waits = (one for one in settlements.held(programme_id) if one.partner_id == late.partner_id and not one.sent)
    run_id = next((one.run_id for one in waits if one.run_id is not None), None)
    return f"console/payouts/{run_id}" if run_id else f"console/payouts?pays_on={clock.now().date()}"


def _write(of: Statement, person: identity.Reader, what: str, late: Overdue | None = None, page: str = "") -> None:
    partner = partners.partner(of.partner_id)
    programme = programmes.get(partner.programme_id)
    home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
    language, now = programme.language(person.language), clock.now()
    assert of.sent_at is not None, "a statement is sent before anybody is written to"
    until = late.due if late else programme.day(of.sent_at + timedelta(ANSWER_DAYS))
    context = {
        "what": "owed" if late and late.amount < 0 else what, "number": of.number, "partner": partner.name(language),
        "value": formats.money(abs(late.amount) if late else of.closing, of.currency, language),
        "until": formats.day(until, language, programme.day(now)), "page_url": f"{home}/{page or f'partner/{partner.slug}/settlements/{of.number}'}",
    }  # fmt: skip
    mailings.write(
        f"statement:{of.number}:{what}:{person.id}", programme=programme, recipient=person.email, template="statement", language=language,
        context=context, now=now,
    )  # fmt: skip
