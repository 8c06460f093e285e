"""The page of a contract, at either desk."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import render_template
from flask_babel import gettext as _

from marketplace import settlements
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.partners import Partner
from marketplace.settlements import Contract, Terms, Version
from marketplace.web.shared import filters
from marketplace.web.shared.contract_pages.words import NAMES, offer_name, percent, said
from marketplace.web.shared.statement_pages import partner_here
from marketplace.web.shared.who import who

AHEAD = 3  # payouts that are told in advance


class Change(NamedTuple):
    """One term that would be another."""

    label: str
    was: str
    becomes: str


class Step(NamedTuple):
    """One step of the commission: from which sum of a period, the share in force and the one that waits, "" where there is none."""

    label: str
    now: str
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
        "changes": changes(contract, force, waits) if waits else [], "terms": terms(contract, shown.terms), "signer": _signer,
        "steps_of": steps(contract, force, waits), "signed": waits or shown, "past": _past(contract, force, waits),
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


def steps(contract: Contract, force: Version | None, waits: Version | None) -> list[Step]:
    """The steps of the commission, of both versions together; none where neither has any."""
    both = [one.terms if one else None for one in (force, waits)]
    bounds = sorted({0} | {int(step["from"]) for of in both if of for step in of.commission_steps})
    if len(bounds) == 1:
        return []
    labels = [_("below %(sum)s", sum=filters.money(bounds[1], contract.currency))]
    labels += [_("from %(sum)s", sum=filters.money(one, contract.currency)) for one in bounds[1:]]
    return [
        Step(label, *(_share(of, bound) if of else "" for of in both))
        for label, bound in zip(labels, bounds, strict=True)
    ]


def _past(contract: Contract, force: Version | None, waits: Version | None) -> list[settlements.WouldBe]:
    """What the last statements would have cost under the version that waits; nothing where it also changes when a partner is owed something."""
    if force is None or waits is None or force.terms.owed_on != waits.terms.owed_on:
        return []
    return settlements.on_past_statements(contract, waits.terms)


def _share(of: Terms, bound: int) -> str:
    """Which share holds from this sum on."""
    reached: Sequence[Any] = [step for step in of.commission_steps if step["from"] <= bound]
    return percent(max(reached, key=lambda step: step["from"])["bp"] if reached else of.commission_bp)


def _signer(user_id: int) -> str:
    return who(Actor("user", user_id))


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
