"""The contract by which the programme owes the partner: terms, versions, and the partner's signature under the next one."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import contract_pages
from marketplace.web.shared.contract_pages.forms import RefusalForm
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.desk import here, of_address

blueprint = Blueprint("contract", __name__, url_prefix="/<partner>/contract")
signs = require(Permission.CONTRACTS_ACCEPT, partner=of_address)


@blueprint.get("")
@require(Permission.STATEMENTS_READ, partner=of_address)
def show(partner: str) -> str:
    return contract_pages.page(here())


@blueprint.get("/versions")
@signs
def edit(partner: str) -> str:
    contract = settlements.contract(here().id)
    return _terms(contract, contract_pages.next_terms(contract))


@blueprint.post("/versions")
@signs
def propose(partner: str) -> ResponseReturnValue:
    contract = settlements.contract(here().id)
    form = contract_pages.terms_form(here().id, contract.currency)
    terms = form.terms() if form.validate_on_submit() else None
    if terms is None:
        return _terms(contract, form), 422
    with transaction(by=actor()):
        settlements.propose(
            contract, terms, valid_from=form.valid_from.data, side="partner", by=actor().id or 0, why=form.why.data or "", now=clock.now()
        )  # fmt: skip
    flash(_("Signed for you. It waits for the programme now."))
    return redirect(url_for(".show"), 303)


@blueprint.get("/versions/<own:version_id>/signature")
@signs
def ask_sign(partner: str, version_id: int) -> str:
    return contract_pages.ask_sign(_version(version_id), back=url_for(".show"))


@blueprint.post("/versions/<own:version_id>/signature")
@signs
def sign(partner: str, version_id: int) -> ResponseReturnValue:
    of = _version(version_id)
    with transaction(by=actor()):
        settlements.sign(of, side="partner", by=actor().id or 0, now=clock.now())
    flash(_("Signed"))
    return redirect(url_for(".show"), 303)


@blueprint.get("/versions/<own:version_id>/refusal")
@signs
def ask_refuse(partner: str, version_id: int) -> str:
    return contract_pages.ask_refuse(_version(version_id), RefusalForm(), back=url_for(".show"))


@blueprint.post("/versions/<own:version_id>/refusal")
@signs
def refuse(partner: str, version_id: int) -> ResponseReturnValue:
    of, form = _version(version_id), RefusalForm()
    if not form.validate_on_submit():
        return contract_pages.ask_refuse(of, form, back=url_for(".show")), 422
    with transaction(by=actor()):
        settlements.refuse(of, side="partner", by=actor().id or 0, why=form.why.data or "", now=clock.now())
    flash(_("Refused: the programme reads why."))
    return redirect(url_for(".show"), 303)


def _version(version_id: int) -> settlements.Version:
    """A version of the partner's contract. Raises NoContract."""
    return settlements.version_of(version_id, [here().id])[1]


def _terms(contract: settlements.Contract, form: contract_pages.TermsForm) -> str:
    return contract_pages.terms_page(here(), form, contract, send_to=url_for(".propose"), back=url_for(".show"))
