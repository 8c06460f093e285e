"""Partners as the programme sees them: who they are, who asks to be one, what becomes of them."""

from flask import Blueprint, g
from flask_babel import lazy_gettext as _l

from marketplace import partners
from marketplace.identity import Permission
from marketplace.web.console.partners import acts, applications, lists, views
from marketplace.web.shared.places import Place


def _waiting() -> int:
    return partners.waiting(g.programme.id)


PLACE = Place("console.partners.index", _l("Partners"), "building-2", Permission.PARTNERS_READ, "o", _waiting)
blueprint = Blueprint("partners", __name__, url_prefix="/partners")

blueprint.get("")(lists.index)
blueprint.post("/exports")(lists.export)
blueprint.get("/applications")(lists.applications)
blueprint.post("/applications/exports")(lists.export_applications)
blueprint.get("/invitation")(applications.ask_invitation)
blueprint.post("/invitation")(applications.invite)
blueprint.get("/applications/<application>", endpoint="show_application")(applications.show)
blueprint.post("/applications/<application>")(applications.propose)
blueprint.get("/applications/<application>/refusal")(applications.ask_refusal)
blueprint.post("/applications/<application>/refusal")(applications.refuse)
blueprint.get("/papers/<int:paper_id>")(applications.paper)
blueprint.get("/<int:of_partner>")(views.show)
blueprint.get("/<int:of_partner>/<any(suspension, reinstatement, leaving):step>")(acts.ask)
blueprint.post("/<int:of_partner>/<any(suspension, reinstatement, leaving):step>")(acts.take)
