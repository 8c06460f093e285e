"""A partner as staff sees it: how it stands and what happened, who it is, its brands and people, and what may be done."""

from flask import abort, g, render_template
from flask_babel import lazy_gettext as _l

from marketplace import identity, partners, settlements, tills
from marketplace.core import clock, formats
from marketplace.identity import Permission
from marketplace.web.console.partners import lists
from marketplace.web.shared import role_words
from marketplace.web.shared.security import require

# What happened: its title, sign and tone.
EVENTS = {
    "applied": (_l("Applied"), "file-text", ""), "approved": (_l("Admitted"), "check", "good"), "suspended": (_l("Suspended"), "ban", "bad"),
    "reinstated": (_l("Reinstated"), "rotate-ccw", "good"), "left": (_l("Has left"), "log-out", ""),
}  # fmt: skip


@require(Permission.PARTNERS_READ)
def show(of_partner: int) -> str:
    partner = own(of_partner)
    asked = partners.application_of(partner.id)
    people = identity.team(g.programme.id, partner.id)
    happened = [(*EVENTS[one.what], one, _who(one.actor)) for one in partners.events(partner.id)]
    return render_template(
        "console/partners/show.html", partner=partner, state=lists.STATES[partner.state], asked=asked, people=people,
        papers=partners.documents(asked.id) if asked else [], brands=partners.brands_of_partner(partner.id), happened=happened,
        roles=role_words.ROLES, next=partners.NEXT[partner.state], unsettled=settlements.unsettled(partner, now=clock.now()),
        contracts=tills.acceptances_ever(partner.id), names={one.id: one for one in partners.partners_of(g.programme.id)},
    )  # fmt: skip


def own(partner_id: int) -> partners.Partner:
    """A partner of the request's programme; another's is not there."""
    partner = partners.partner(partner_id)
    return partner if partner.programme_id == g.programme.id else abort(404)


def _who(actor: str) -> str:
    """Whoever did something, as colleagues know him."""
    kind, _, number = actor.partition(":")
    user = identity.user(int(number)) if kind == "user" else None
    return "" if user is None else user.name or formats.masked_email(user.email)
