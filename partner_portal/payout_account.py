"""The partner's account at the payment provider: asked for, filled in there by its holder, and how it stands."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal import desk, payout_words
from partner_portal.payout_account_form import CountryForm

blueprint = Blueprint("payout_account", __name__, url_prefix="/<partner>/payout-account")
PLACE = Place(
    "partner.payout_account.show", lazy_gettext("Payout account"), "landmark", Permission.STATEMENTS_ACCEPT, "z"
)
may_answer = require(Permission.STATEMENTS_ACCEPT, partner=desk.of_address)
STATES = {
    "asked": (lazy_gettext("Being opened"), "accent", "hourglass"), "incomplete": (lazy_gettext("Details are missing"), "warn", "triangle-alert"),
    "checking": (lazy_gettext("Being checked"), "accent", "hourglass"), "ready": (lazy_gettext("Connected"), "good", "check"),
    "changed": (lazy_gettext("Bank account not agreed to"), "warn", "triangle-alert"),
}  # fmt: skip


@blueprint.get("")
@may_answer
def show(partner: str) -> str:
    found, now = settlements.connected_of(desk.here().id), clock.now()
    if found is not None and "back" in request.args:
        with transaction(by=actor()):
            settlements.look_again(found, now=now)
    part = "state" if request.headers.get("HX-Target") == "state" else "show"
    return _page(CountryForm(formdata=None, country="RU"), part)


@blueprint.post("")
@may_answer
def connect(partner: str) -> ResponseReturnValue:
    form, found = CountryForm(), settlements.connected_of(desk.here().id)
    if found is None and not form.validate_on_submit():
        return _page(form), 422
    with transaction(by=actor()):
        settlements.connect(desk.here().id, country=found.country if found else form.country.data, now=clock.now())
    flash(gettext("The payment provider is preparing its page."))
    return redirect(url_for(".show", opening="yes"), 303)


def _page(form: CountryForm, part: str = "show") -> str:
    found, held, paid = (
        settlements.connected_of(desk.here().id),
        settlements.account_of(desk.here().programme_id, desk.here().id),
        next(iter(settlements.payments_to(desk.here().id, limit=1)), None),
    )
    ready = found is not None and found.state == "ready"
    # The way of the last payment, as long as there is an account for it; before the first one the bank's.
    force = (
        paid.channel
        if paid and (held if paid.channel == "bank" else ready)
        else "bank"
        if held
        else "stripe"
        if ready
        else ""
    )
    return render_template(
        f"partner/payout_account/{part}.html", account=found, state=STATES[found.state] if found else None, form=form,
        page=found.page(clock.now()) if found else "", opening="opening" in request.args,
        possible=current_app.extensions["payment_provider"](), held=held, paid=paid, force=force,
        said=payout_words.payment_said(paid) if paid else "",
    )  # fmt: skip
