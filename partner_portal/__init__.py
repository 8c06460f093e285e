"""The partner portal: what a partner's people see. Their desk, their tills, their team; the doors for whoever applies or was invited."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import own_ids
from marketplace.web.shared.entry_points import EntryPoint
from partner_portal import (
    alarms,
    brands,
    catalogue,
    codes,
    company,
    contract,
    desk,
    editor,
    exports,
    front,
    invitations,
    joining,
    payout_account,
    profile,
    promotions,
    questions,
    returned_codes,
    sales,
    settlements,
    shops,
    team,
    till_lines,
    uploads,
    webhooks,
)
from partner_portal.limits import LIMITS
from partner_portal.tills import cards, offline, redemptions, scan, takings, terminals

PARTS = (
    front,
    scan,
    cards,
    redemptions,
    terminals,
    offline,
    takings,
    alarms,
    questions,
    catalogue,
    editor,
    uploads,
    codes,
    returned_codes,
    sales,
    settlements,
    payout_account,
    till_lines,
    contract,
    promotions,
    brands,
    shops,
    team,
    profile,
    webhooks,
    company,
    exports,
    invitations,
    joining,
)
# The rail, in its order.
PLACES = (
    front,
    alarms,
    questions,
    scan,
    redemptions,
    catalogue,
    uploads,
    codes,
    returned_codes,
    sales,
    settlements,
    promotions,
    payout_account,
    till_lines,
    brands,
    shops,
    terminals,
    team,
    webhooks,
    company,
)
whole = Blueprint("partner", __name__, url_prefix="/partner")
for _part in PARTS:
    whole.register_blueprint(_part.blueprint)
desk.keep_partner(whole)
own_ids.keep(whole)

ENTRY_POINT = EntryPoint(
    name="partner",
    blueprints=(whole,),
    anybody=frozenset({"partner.invitations.", "partner.joining."}),
    prepare=desk.init_app,
    places=tuple(part.PLACE for part in PLACES),
    limits=LIMITS,
    front="partner.front.index",
    desk="partner/layout.html",
    cookie="partner",
    called=_l("Partner portal"),
    opened_by=Permission.PORTAL_OPEN,
    by_partner=True,
)
