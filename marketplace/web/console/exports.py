"""Lists that were asked for as files: how far each is, and the file, for its asker alone."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from marketplace.identity import Permission
from marketplace.web.shared.listing import exporting
from marketplace.web.shared.security import require

FILE = "console.exports.fetch"
blueprint = Blueprint("exports", __name__, url_prefix="/exports")


@blueprint.get("/<public_id>")
@require(Permission.CONSOLE_OPEN)
def show(public_id: str) -> ResponseReturnValue:
    return exporting.show(public_id, layout="console/layout.html", endpoint=FILE)


@blueprint.get("/<public_id>/file")
@require(Permission.CONSOLE_OPEN)
def fetch(public_id: str) -> ResponseReturnValue:
    return exporting.fetch(public_id)
