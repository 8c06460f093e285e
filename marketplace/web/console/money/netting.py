"""Debts between companies and several programmes, set off: a programme sees its own positions with their proof, and what programmes pay each other."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import partners, programmes, settlements
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.settlements import Netting
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from marketplace.web.shared.who import who

blueprint = Blueprint("netting", __name__, url_prefix="/netting")
reads = require(Permission.STATEMENTS_READ)
manages = require(Permission.PAYOUTS_MANAGE)
STATES = {
    "draft": (_l("Waits to be approved"), "warn", "hourglass"), "approved": (_l("Approved"), "", "check"), "sent": (_l("Sent"), "good", "circle-check"),
    "dropped": (_l("Given up"), "", "x"),
}  # fmt: skip


@blueprint.get("")
@reads
def index() -> str:
    """What could be set off now, and what was."""
    found = settlements.cleared(settlements.standing(g.programme.id, g.programme.currency))
    mine = {one: amount for one, amount in found.items() if one.programme_id == g.programme.id}
    return render_template(
        "console/netting/index.html", mine=mine, nettings=settlements.nettings(g.programme.id), states=STATES, ref=ids.new_ref(),
        partners={one.id: one for one in partners.partners_of(g.programme.id)},
    )  # fmt: skip


@blueprint.post("")
@manages
def draft() -> ResponseReturnValue:
    with transaction(by=actor()):
        made = settlements.draft_netting(
            g.programme.id, ref=request.form.get("ref", "")[:26], currency=g.programme.currency, by=actor().id or 0, now=clock.now()
        )  # fmt: skip
    flash(gettext("Drafted. Somebody of each programme has to approve it."))
    return redirect(url_for(".show", netting_id=made.id), 303)


@blueprint.get("/<int:netting_id>")
@reads
def show(netting_id: int) -> str:
    of = _here(netting_id)
    named = {one: programmes.get(one) for one in of.programmes}
    return render_template(
        "console/netting/show.html", netting=of, state=STATES[of.state], programmes=named, who=who,
        positions=[one for one in settlements.netting_positions(of) if one.programme_id == g.programme.id],
        transfers=settlements.netting_transfers(of), agreed={one.programme_id: one for one in settlements.netting_agreed(of)},
        partners={one.id: one for one in partners.partners_of(g.programme.id)},
    )  # fmt: skip


@blueprint.post("/<int:netting_id>/approval")
@require(Permission.PAYOUTS_APPROVE)
def approve(netting_id: int) -> ResponseReturnValue:
    """Agree for one's own programme."""
    of = _here(netting_id)
    with transaction(by=actor()):
        settlements.approve_netting(of, programme_id=g.programme.id, by=actor().id or 0, now=clock.now())
    return _back(of, gettext("Approved"))


@blueprint.post("/<int:netting_id>/sending")
@manages
def send(netting_id: int) -> ResponseReturnValue:
    of = _here(netting_id)
    with transaction(by=actor()):
        settlements.send_netting(of, by=actor().id or 0, now=clock.now())
    return _back(of, gettext("Set off. Each partner will see it in the next statement."))


@blueprint.post("/<int:netting_id>/giving-up")
@manages
def drop(netting_id: int) -> ResponseReturnValue:
    of = _here(netting_id)
    with transaction(by=actor()):
        settlements.drop_netting(of, by=actor().id or 0, now=clock.now())
    return _back(of, gettext("Given up. Everything is owed as before."))


def _here(netting_id: int) -> Netting:
    """A netting that touches the programme. Raises NoNetting."""
    return settlements.netting(g.programme.id, netting_id)


def _back(of: Netting, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for(".show", netting_id=of.id), 303)
