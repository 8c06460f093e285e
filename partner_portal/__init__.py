"""The partner portal: what a partner's people see. So far who they are here, and for which partner."""

from flask import Blueprint

from marketplace.web.shared.entry_points import EntryPoint
from partner_portal import front

whole = Blueprint("partner", __name__, url_prefix="/partner")
whole.register_blueprint(front.blueprint)

ENTRY_POINT = EntryPoint(
    name="partner", blueprints=(whole,), front="partner.front.index", desk="partner/layout.html", cookie="partner"
)
