"""Sums that are put right by hand, without a dispute: proposed here, approved by another person."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import approvals, partners, settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.money.kinds import CORRECTION, depositor_of
from marketplace.web.console.money.payout_forms import AdjustmentForm
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("adjustments", __name__, url_prefix="/adjustments")
manages = require(Permission.STATEMENTS_MANAGE)


@blueprint.get("/<int:of_partner>")
@manages
def new(of_partner: int) -> str:
    contract = _contract(of_partner)
    return _page(contract, AdjustmentForm(contract.currency))


@blueprint.post("/<int:of_partner>")
@manages
def propose(of_partner: int) -> ResponseReturnValue:
    contract = _contract(of_partner)
    form, by = AdjustmentForm(contract.currency), actor().id or 0
    if not form.validate_on_submit():
        return _page(contract, form), 422
    with transaction(by=actor()):
        made = approvals.propose(
            CORRECTION, str(of_partner), {"amount": form.sum, "by": by}, programme_id=g.programme.id, by=by, ref=form.ref.data or "",
            why=form.why.data or "", now=clock.now(),
        )  # fmt: skip
    flash(gettext("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _contract(of_partner: int) -> settlements.Contract:
    """The contract with a partner of the programme. Raises NoContract."""
    return settlements.contract(depositor_of(g.programme.id, str(of_partner)))


def _page(contract: settlements.Contract, form: AdjustmentForm) -> str:
    return render_template(
        "console/settlements/adjustment.html",
        contract=contract,
        form=form,
        partner_of=partners.partner(contract.partner_id),
    )
