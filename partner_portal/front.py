"""The portal's door: on to a partner's desk, or a choice. Every page says in its address whose it is, so that it can be shared."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user

from marketplace import identity, partners
from marketplace.identity import Permission
from marketplace.web.shared import alarm_pages, filters, role_words
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require
from partner_portal import figures, first_steps, promotions, tasks
from partner_portal.desk import here, of_address
from partner_portal.tills.beginning import beginning

blueprint = Blueprint("front", __name__)
PLACE = Place("partner.front.show", lazy_gettext("Today"), "house", Permission.PORTAL_OPEN, "h")


@blueprint.get("/")
@require(Permission.PORTAL_OPEN, partner="any")
def index() -> ResponseReturnValue:
    """On to the partner's page, or a choice where somebody acts for several."""
    own = set(identity.partners_of(current_user, Permission.PORTAL_OPEN, programme_id=g.programme.id))
    found = [partner for partner in partners.partners_of(g.programme.id) if partner.id in own]
    if len(found) == 1:
        return redirect(url_for("partner.front.show", partner=found[0].slug))
    return render_template("partner/choice.html", partners=found)


@blueprint.get("/<partner>/")
@require(Permission.PORTAL_OPEN, partner=of_address)
def show(partner: str) -> str:
    """Today: numbers for whoever may see them, what waits for the visitor, who he is here."""
    sales = may(Permission.PORTAL_SALES, partner_id=here().id)
    roles = [
        (role_words.ROLES[held.role], role_words.ABOUT[held.role])
        for held in current_user.grants
        if held.partner_id == here().id
    ]
    numbers = figures.figures_of(here().id, filters.today()) if sales else None
    alarms = alarm_pages.waiting() if may(Permission.ALARMS_READ, partner_id=here().id) else 0
    loads = may(Permission.RUNS_CODES, partner_id=here().id)
    low = tasks.running_low() if loads else []
    running = promotions.current()
    return render_template(
        "partner/front.html",
        till=beginning(),
        steps=first_steps.first_steps(),
        roles=roles,
        figures=numbers,
        alarms=alarms,
        low=low,
        loads=loads,
        tasks=tasks.tasks(),
        promotions=running,
        dear=promotions.dear(running),
        today=filters.today(),
    )
