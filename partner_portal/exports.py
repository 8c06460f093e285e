"""Lists of a partner that were asked for as files: how far each is, and the file, for its asker alone."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from marketplace.identity import Permission
from marketplace.web.shared.listing import exporting
from marketplace.web.shared.security import require
from partner_portal.desk import of_address

FILE = "partner.exports.fetch"
blueprint = Blueprint("exports", __name__, url_prefix="/<partner>/exports")


@blueprint.get("/<public_id>")
@require(Permission.PORTAL_OPEN, partner=of_address)
def show(partner: str, public_id: str) -> ResponseReturnValue:
    return exporting.show(public_id, layout="partner/layout.html", endpoint=FILE)


@blueprint.get("/<public_id>/file")
@require(Permission.PORTAL_OPEN, partner=of_address)
def fetch(partner: str, public_id: str) -> ResponseReturnValue:
    return exporting.fetch(public_id)
