"""What may be done to a partner: suspended by one person at once, reinstated, let go when all that it sold is settled."""

from datetime import datetime

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace import identity, partners, settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission, Role
from marketplace.partners import Partner
from marketplace.web.console.partners import forms, views
from marketplace.web.console.partners.steps import STEPS
from marketplace.web.shared import filters, partner_letters
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor


@require(Permission.PARTNERS_MANAGE)
def ask(of_partner: int, step: str) -> ResponseReturnValue:
    return _question(views.own(of_partner), step, forms.WhyForm())


@require(Permission.PARTNERS_MANAGE)
def take(of_partner: int, step: str) -> ResponseReturnValue:
    partner, form, now = views.own(of_partner), forms.WhyForm(), clock.now()
    if not form.validate_on_submit():
        return _question(partner, step, form), 422
    with transaction(by=actor()):
        _do(partner, step, form.why.data, now)
    flash(str(STEPS[step].done))
    return redirect(url_for("console.partners.show", of_partner=partner.id), 303)


def _do(partner: Partner, step: str, why: str, now: datetime) -> None:
    if step == "suspension":
        partners.suspend(partner, why=why, now=now)
        for one in identity.team(g.programme.id, partner.id):
            if any(held.role == Role.OWNER for held in one.grants):
                partner_letters.suspended(partner, one.email, filters.language(), why, now)
    elif step == "reinstatement":
        partners.reinstate(partner, why=why, now=now)
    else:
        settlements.let_go(partner, why=why, now=now)


def _question(partner: Partner, step: str, form: forms.WhyForm) -> str:
    open_still = settlements.unsettled(partner, now=clock.now()) if step == "leaving" else partners.Unsettled()
    return render_template(
        "console/partners/act.html", partner=partner, step=step, words=STEPS[step], form=form, unsettled=open_still
    )
