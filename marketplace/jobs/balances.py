"""Looks every hour what contracts come to between their statements; both sides are written to once each time that a limit is crossed."""

import logging

from flask import current_app

from marketplace import identity, mailings, partners, programmes, settlements
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.settlements import Crossing

log = logging.getLogger("marketplace.jobs.balances")


@celery.task(name="settlements.look")
def look() -> None:
    """Hold each contract's balance against what people are warned of."""
    for programme in programmes.everyone():
        with transaction():
            contracts = settlements.contracts(programme.id)
        for contract in contracts:
            try:
                with transaction():
                    settlements.look_at_balance(contract, now=clock.now())
            except settlements.NoRate:
                log.warning("the balance of contract %s is not known: a rate is missing", contract.id)


@keeps(Topic.SETTLEMENTS_BALANCE)
def tell(ref: str) -> None:
    """Write to both sides that a balance has crossed the limit, unless it is back meanwhile; `ref` is the partner's id and the crossing's."""
    partner_id, crossing_id = (int(one) for one in ref.split(":"))
    with transaction():
        contract, partner = settlements.contract(partner_id), partners.partner(partner_id)
        crossing = next((one for one in settlements.crossed([contract]) if one.id == crossing_id), None)
        if crossing is None:
            return
        for person in identity.people_for(Permission.STATEMENTS_ACCEPT, partner_id=partner.id):
            _write(crossing, partner, person, f"partner/{partner.slug}/settlements")
        for person in identity.staff_for(Permission.PAYOUTS_MANAGE, programme_id=partner.programme_id):
            _write(crossing, partner, person, "console/settlements")


def _write(crossing: Crossing, partner: partners.Partner, person: identity.Reader, page: str) -> None:
    programme = programmes.get(partner.programme_id)
    home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
    language = programme.language(person.language)
    context = {
        "low": crossing.balance <= 0, "partner": partner.name(language), "value": formats.money(abs(crossing.balance), crossing.contract.currency, language),
        "page_url": f"{home}/{page}",
    }  # fmt: skip
    mailings.write(
        f"balance:{crossing.id}:{person.id}", programme=programme, recipient=person.email, template="balance", language=language, context=context, now=clock.now()
    )  # fmt: skip
