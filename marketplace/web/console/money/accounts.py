"""Accounts: to which partners are paid, and from which the programme pays. A change is an act of two."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import approvals, partners, settlements
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.money.kinds import ACCOUNT, PROVIDER, partner_of
from marketplace.web.console.money.payout_forms import AccountForm
from marketplace.web.shared import filters
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")
manages = require(Permission.PAYOUTS_MANAGE)


def listed() -> list[tuple[int, str, settlements.Account | None]]:
    """The programme's account and those of its partners: the partner (0: the programme), whose it is, the account where there is one."""
    names = {one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)}
    theirs = [one.partner_id for one in settlements.contracts(g.programme.id)]
    return [
        (0, _("Programme"), settlements.own_account(g.programme.id)),
        *((one, names[one], settlements.account_of(g.programme.id, one)) for one in theirs),
    ]


@blueprint.get("/own", defaults={"of_partner": 0})
@blueprint.get("/<int:of_partner>")
@manages
def show(of_partner: int) -> str:
    held = settlements.account_of(g.programme.id, _whose(of_partner))
    return _account(of_partner, AccountForm(obj=held.holder if held else None))


@blueprint.post("/own", defaults={"of_partner": 0})
@blueprint.post("/<int:of_partner>")
@manages
def propose(of_partner: int) -> ResponseReturnValue:
    _whose(of_partner)
    form = AccountForm()
    if not form.validate_on_submit():
        return _account(of_partner, form), 422
    with transaction(by=actor()):
        made = approvals.propose(
            ACCOUNT,
            str(of_partner or "own"),
            form.facts(),
            programme_id=g.programme.id,
            by=actor().id or 0,
            ref=ids.new_ref(),
            now=clock.now(),
        )
    flash(_("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


@blueprint.post("/<int:of_partner>/provider")
@manages
def agree(of_partner: int) -> ResponseReturnValue:
    """Propose to pay out to the bank account that the partner has given the payment provider since."""
    with transaction(by=actor()):
        made = approvals.propose(
            PROVIDER, str(of_partner), {}, programme_id=g.programme.id, by=actor().id or 0, ref=ids.new_ref(), now=clock.now()
        )  # fmt: skip
    flash(_("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _account(of_partner: int, form: AccountForm) -> str:
    partner_id = _whose(of_partner)
    return render_template(
        "console/payouts/account.html",
        whose=of_partner,
        form=form,
        partner_of=partners.partner(partner_id) if partner_id else None,
    )


def _whose(of_partner: int) -> int | None:
    """The partner of the programme whose account it is; None: the programme's own. Raises NoContract."""
    return partner_of(g.programme.id, str(of_partner or "own"))
