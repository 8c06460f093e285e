"""Writes to a partner's people that it is paid to another account: whoever changed it, all of them are told."""

from flask import current_app

from marketplace import identity, mailings, partners, programmes, settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.jobs.promises import keeps
from marketplace.partners import Partner


@keeps(Topic.SETTLEMENTS_PAYEE)
def tell(ref: str) -> None:
    """Write to whoever answers for the partner; `ref` is its id, the way (bank or provider), and which change it is."""
    partner_id, way, _change = ref.split(":")
    with transaction():
        partner = partners.partner(int(partner_id))
        for person in identity.people_for(Permission.STATEMENTS_ACCEPT, partner_id=partner.id):
            _write(partner, person, way, ref)


def _write(partner: Partner, person: identity.Reader, way: str, ref: str) -> None:
    programme = programmes.get(partner.programme_id)
    home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
    language = programme.language(person.language)
    context = {
        "way": way, "partner": partner.name(language), "account": _account(partner, way),
        "page_url": f"{home}/partner/{partner.slug}/" + ("payout-account" if way == "provider" else "settlements"),
    }  # fmt: skip
    mailings.write(
        f"payee:{ref}:{person.id}", programme=programme, recipient=person.email, template="payee", language=language, context=context, now=clock.now()
    )  # fmt: skip


def _account(partner: Partner, way: str) -> str:
    """The account as it may be written: bank, last digits and holder."""
    if way == "provider":
        found = settlements.connected_of(partner.id)
        return found.bank if found else ""
    held = settlements.account_of(partner.programme_id, partner.id)
    assert held is not None, "it has just been set"
    holder = held.holder
    return ", ".join(
        filter(None, (holder.bank or holder.bic, f"…{(holder.account or holder.iban)[-4:]}", holder.holder))
    )
