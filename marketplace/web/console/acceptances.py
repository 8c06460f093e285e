"""Contracts between partners: whose cards whose tills take. Begun by two people of the programme, ended by one; those that ended stay in sight."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import approvals, partners, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.acceptance_kind import ACCEPTANCE, AcceptanceForm, EndForm
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("acceptances", __name__, url_prefix="/acceptances")


@blueprint.get("")
@require(Permission.PARTNERS_READ)
def index() -> str:
    return _page(AcceptanceForm())


@blueprint.post("")
@require(Permission.PARTNERS_MANAGE)
def propose() -> ResponseReturnValue:
    form = AcceptanceForm()
    if not form.validate_on_submit():
        return _page(form), 422
    with transaction(by=actor()):
        made = approvals.propose(
            ACCEPTANCE, form.subject(), form.facts(), programme_id=g.programme.id, by=actor().id or 0, ref=form.ref.data or "",
            why=form.why.data or "", now=clock.now(),
        )  # fmt: skip
    flash(gettext("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


@blueprint.get("/<int:acceptance_id>/ending")
@require(Permission.PARTNERS_MANAGE)
def ask_end(acceptance_id: int) -> str:
    return _question(acceptance_id, EndForm())


@blueprint.post("/<int:acceptance_id>/ending")
@require(Permission.PARTNERS_MANAGE)
def end(acceptance_id: int) -> ResponseReturnValue:
    form = EndForm()
    if not form.validate_on_submit():
        return _question(acceptance_id, form), 422
    tills.acceptance(g.programme.id, acceptance_id)
    with transaction(by=actor()):
        tills.end_acceptance(acceptance_id, now=clock.now(), why=form.why.data)
    flash(gettext("The contract has ended: the tills refuse these cards from now on."))
    return redirect(url_for("console.acceptances.index"), 303)


def _page(form: AcceptanceForm) -> str:
    return render_template(
        "console/acceptances/index.html", form=form, contracts=tills.contracts(g.programme.id), names=_names(),
        nobody=len(approvals.approvers(ACCEPTANCE, g.programme.id)) < 2,
    )  # fmt: skip


def _question(acceptance_id: int, form: EndForm) -> str:
    one = tills.acceptance(g.programme.id, acceptance_id)
    return render_template("console/acceptances/end.html", one=one, form=form, names=_names())


def _names() -> dict[int, partners.Partner]:
    return {one.id: one for one in partners.partners_of(g.programme.id)}
