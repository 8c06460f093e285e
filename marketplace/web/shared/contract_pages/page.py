"""The page of a contract, at either desk."""

from typing import Any, NamedTuple

from flask import render_template
from flask_babel import gettext as _

from marketplace import settlements
from marketplace.core import clock
from marketplace.partners import Partner
from marketplace.settlements import Contract, Terms, Version
from marketplace.web.shared.contract_pages.words import NAMES, offer_name, said
from marketplace.web.shared.statement_pages import partner_here
from marketplace.web.shared.who import who

AHEAD = 3  # payouts that are told in advance


class Change(NamedTuple):
    """One term that would be another."""

    label: str
    was: str
    becomes: str


def page(partner: Partner) -> str:
    """The contract with a partner; empty where there is none yet."""
    try:
        contract = settlements.contract(partner.id)
    except settlements.NoContract:
        return render_template("shared/contracts/none.html", partner_of=partner, ours=partner_here() is None)
    versions = settlements.versions(contract)
    today = clock.local_day(clock.now(), contract.time_zone)
    force = settlements.in_force(contract, today)
    newest = versions[0]
    waits = newest if newest.waits_for else None
    shown = force or newest
    facts: dict[str, Any] = {
        "partner_of": partner, "contract": contract, "versions": versions, "force": force, "waits": waits,
        "changes": changes(contract, force, waits) if waits else [], "terms": terms(contract, shown.terms), "who": who,
        "side": "programme" if partner_here() is None else "partner", "payouts": settlements.paydays(contract, today=today, ahead=AHEAD),
    }  # fmt: skip
    return render_template("shared/contracts/show.html", **facts)


def changes(contract: Contract, before: Version | None, after: Version) -> list[Change]:
    """What a version changes of the one in force, term by term."""
    found, offers = [], _offers(contract)
    for name, label in NAMES.items():
        was = said(name, before.terms, contract.currency, offers) if before else ""
        becomes = said(name, after.terms, contract.currency, offers)
        if was != becomes:
            found.append(Change(str(label), was, becomes))
    return found


def terms(contract: Contract, of: Terms) -> list[tuple[str, str]]:
    """The terms with their names; what a contract does without is left out."""
    offers = _offers(contract)
    found = (
        (str(label), said(name, of, contract.currency, offers)) for name, label in NAMES.items() if getattr(of, name)
    )
    return [(_("Currency"), contract.currency), (_("Time zone of its days"), contract.time_zone), *found]


def _offers(contract: Contract) -> dict[str, str]:
    """How the partner's offers are called, by their key in the terms."""
    return {f"offer:{one.offer_id}": offer_name(one) for one in settlements.offers_of(contract.partner_id)}
