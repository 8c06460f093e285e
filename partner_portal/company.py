"""The partner's company: how it stands with the programme, what it said of itself, its papers by name."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from marketplace import partners
from marketplace.identity import Permission
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from partner_portal.desk import here, of_address

blueprint = Blueprint("company", __name__, url_prefix="/<partner>/company")
PLACE = Place("partner.company.show", _l("Company"), "building-2", Permission.PORTAL_COMPANY, "o")
STATES = {
    "approved": (_l("Works with the programme"), "good", "check"), "suspended": (_l("Suspended"), "bad", "ban"),
    "left": (_l("Has left"), "", "log-out"),
}  # fmt: skip
EVENTS = {
    "applied": (_l("Applied to join"), "file-text", ""), "approved": (_l("Admitted"), "check", "good"), "suspended": (_l("Suspended"), "ban", "bad"),
    "reinstated": (_l("Reinstated"), "rotate-ccw", "good"), "left": (_l("Has left"), "log-out", ""),
}  # fmt: skip


@blueprint.get("")
@require(Permission.PORTAL_COMPANY, partner=of_address)
def show(partner: str) -> str:
    asked = partners.application_of(here().id)
    return render_template(
        "partner/company.html", partner=here(), state=STATES[here().state], company=asked.company if asked else None,
        papers=partners.documents(asked.id) if asked else [],
        happened=[(*EVENTS[one.what], one) for one in partners.events(here().id)],
    )  # fmt: skip
