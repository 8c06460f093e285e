"""What waits for somebody at a partner's desk."""

from flask import url_for
from flask_babel import ngettext

from marketplace import identity, partners
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.web.shared.security import may
from partner_portal.desk import here


def tasks() -> list[tuple[str, str, str, bool]]:
    """What waits for the visitor: its words, where it is done, a sign, whether it is dangerous."""
    made = []
    if may(Permission.PORTAL_BRANDS, partner_id=here().id):
        bare = sum(not one.description_ru for one in partners.brands_of_partner(here().id))
        if bare:
            said = ngettext("Describe %(num)s brand", "Describe %(num)s brands", bare)
            made.append((said, url_for("partner.brands.index"), "pencil", False))
    if may(Permission.PORTAL_TEAM, partner_id=here().id):
        over = sum(one.ends_at <= clock.now() for one in identity.invitations(here().id))
        if over:
            said = ngettext("Send %(num)s invitation again", "Send %(num)s invitations again", over)
            made.append((said, url_for("partner.team.index"), "mail", False))
    return made
