"""Contracts with partners: begun, changed by versions, signed for the programme."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import partners, settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import contract_pages
from marketplace.web.shared.contract_pages.forms import RefusalForm
from marketplace.web.shared.contract_pages.terms_form import TermsForm, terms_form
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("contracts", __name__, url_prefix="/contracts")
signs = require(Permission.CONTRACTS_SIGN)


@blueprint.get("")
@require(Permission.STATEMENTS_READ)
def index() -> str:
    found = {one.partner_id: one for one in settlements.contracts(g.programme.id)}
    return render_template(
        "console/contracts/index.html", partners=partners.partners_of(g.programme.id), contracts=found
    )


@blueprint.get("/<int:of_partner>")
@require(Permission.STATEMENTS_READ)
def show(of_partner: int) -> str:
    return contract_pages.page(_partner(of_partner))


@blueprint.get("/<int:of_partner>/beginning")
@signs
def new(of_partner: int) -> str:
    form, today = terms_form(of_partner), clock.local_day(clock.now(), g.programme.time_zone)
    form.valid_from.data = form.valid_from.data or settlements.next_end(today, "monthly")
    form.currency.data, form.time_zone.data = g.programme.currency, g.programme.time_zone
    return _form(_partner(of_partner), form)


@blueprint.post("/<int:of_partner>/beginning")
@signs
def begin(of_partner: int) -> ResponseReturnValue:
    of, form = _partner(of_partner), terms_form(of_partner)
    terms = form.terms() if form.validate_on_submit() else None
    if not form.number.data:
        form.number.errors, terms = [_("Give it a number.")], None
    if terms is None:
        return _form(of, form), 422
    with transaction(by=actor()):
        settlements.begin(
            of.id, form.number.data, terms, currency=form.currency.data, time_zone=form.time_zone.data, begins_on=form.valid_from.data,
            by=actor().id or 0, now=clock.now(),
        )  # fmt: skip
    flash(_("Signed for the programme. It waits for the partner now."))
    return redirect(url_for(".show", of_partner=of.id), 303)


@blueprint.get("/<int:of_partner>/versions")
@signs
def edit(of_partner: int) -> str:
    contract = _contract(of_partner)
    form = contract_pages.next_terms(contract)
    return _form(_partner(of_partner), form, contract)


@blueprint.post("/<int:of_partner>/versions")
@signs
def propose(of_partner: int) -> ResponseReturnValue:
    contract = _contract(of_partner)
    form = terms_form(of_partner, contract.currency)
    terms = form.terms() if form.validate_on_submit() else None
    if terms is None:
        return _form(_partner(of_partner), form, contract), 422
    with transaction(by=actor()):
        settlements.propose(
            contract, terms, valid_from=form.valid_from.data, side="programme", by=actor().id or 0, why=form.why.data or "", now=clock.now()
        )  # fmt: skip
    flash(_("Signed for the programme. It waits for the partner now."))
    return redirect(url_for(".show", of_partner=of_partner), 303)


@blueprint.get("/versions/<int:version_id>/signature")
@signs
def ask_sign(version_id: int) -> str:
    contract, of = _version(version_id)
    return contract_pages.ask_sign(of, back=url_for(".show", of_partner=contract.partner_id))


@blueprint.post("/versions/<int:version_id>/signature")
@signs
def sign(version_id: int) -> ResponseReturnValue:
    contract, of = _version(version_id)
    with transaction(by=actor()):
        settlements.sign(of, side="programme", by=actor().id or 0, now=clock.now())
    flash(_("Signed"))
    return redirect(url_for(".show", of_partner=contract.partner_id), 303)


@blueprint.get("/versions/<int:version_id>/refusal")
@signs
def ask_refuse(version_id: int) -> str:
    contract, of = _version(version_id)
    return contract_pages.ask_refuse(of, RefusalForm(), back=url_for(".show", of_partner=contract.partner_id))


@blueprint.post("/versions/<int:version_id>/refusal")
@signs
def refuse(version_id: int) -> ResponseReturnValue:
    contract, of = _version(version_id)
    form = RefusalForm()
    if not form.validate_on_submit():
        return contract_pages.ask_refuse(of, form, back=url_for(".show", of_partner=contract.partner_id)), 422
    with transaction(by=actor()):
        settlements.refuse(of, side="programme", by=actor().id or 0, why=form.why.data or "", now=clock.now())
    flash(_("Refused: the partner reads why."))
    return redirect(url_for(".show", of_partner=contract.partner_id), 303)


def _version(version_id: int) -> tuple[settlements.Contract, settlements.Version]:
    """A version of a contract with a partner of the programme. Raises NoContract."""
    return settlements.version_of(version_id, {one.id for one in partners.partners_of(g.programme.id)})


def _partner(of_partner: int) -> partners.Partner:
    """A partner of the programme. Raises NoContract: another programme's is not there."""
    for one in partners.partners_of(g.programme.id):
        if one.id == of_partner:
            return one
    raise settlements.NoContract


def _contract(of_partner: int) -> settlements.Contract:
    return settlements.contract(_partner(of_partner).id)


def _form(of: partners.Partner, form: TermsForm, contract: settlements.Contract | None = None) -> str:
    send_to = url_for(".propose" if contract else ".begin", of_partner=of.id)
    return contract_pages.terms_page(of, form, contract, send_to=send_to, back=url_for(".show", of_partner=of.id))
