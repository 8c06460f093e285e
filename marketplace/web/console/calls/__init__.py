"""The call desk: who may be calling, how that is checked, what is wrong, and what helps; every step has a key."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.console.calls import doing, taking
from marketplace.web.shared.places import Place

blueprint = Blueprint("calls", __name__, url_prefix="/call")
PLACE = Place("console.calls.index", _l("Calls"), "phone", Permission.CALLS_TAKE, "g")

_ACT = "/<int:call_id>/<any(lost, refused, resend, other):trouble>"
blueprint.get("")(taking.index)
blueprint.get("/members/<member>")(taking.ask)
blueprint.post("/members/<member>")(taking.take)
blueprint.post("/members/<member>/unidentified")(taking.turn_away)
blueprint.get("/<int:call_id>")(doing.show)
blueprint.post("/<int:call_id>/notes")(doing.note)
blueprint.post("/<int:call_id>/end")(doing.end)
blueprint.get(_ACT)(doing.trouble)
blueprint.post(_ACT)(doing.act)
