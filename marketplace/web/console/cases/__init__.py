"""Cases of members: a queue that empties, one case at a time, incidents, prepared answers, the desk's hours."""

from flask import Blueprint, g
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console.cases import acts, listed, managing, taking, views
from marketplace.web.shared.places import Place

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


def _waiting() -> int:
    if "case_counts" not in g:
        g.case_counts = cases.counts(g.programme.id, current_user.id, clock.now())
    return int(g.case_counts.all)


PLACE = Place("console.cases.index", _l("Cases"), "inbox", Permission.CASES_READ, "r", _waiting)

_ACT = "/<int:case_id>/<any(owner, sorting, identity, merging, incident, question, closing, reopening, resumption):act>"
blueprint.get("")(listed.index)
blueprint.post("/exports")(listed.export)
blueprint.get("/new")(taking.ask_new)
blueprint.post("/new")(taking.open_new)
blueprint.get("/incidents")(managing.incidents)
blueprint.get("/incidents/<int:incident_id>")(managing.incident)
blueprint.post("/incidents/<int:incident_id>/answer")(managing.answer_all)
blueprint.get("/templates")(managing.templates)
blueprint.get("/templates/new")(managing.new_template)
blueprint.post("/templates/new")(managing.add_template)
blueprint.get("/templates/<int:template_id>")(managing.template)
blueprint.post("/templates/<int:template_id>")(managing.save_template)
blueprint.post("/templates/<int:template_id>/retirement")(managing.retire_template)
blueprint.get("/desk")(managing.desk)
blueprint.post("/desk")(managing.set_desk)
blueprint.get("/<int:case_id>")(views.show)
blueprint.post("/<int:case_id>/look")(views.look)
blueprint.post("/<int:case_id>/answer")(views.answer)
blueprint.post("/<int:case_id>/notes")(views.note)
blueprint.post("/<int:case_id>/mine")(acts.take_it)
blueprint.get("/files/<int:file_id>")(views.file)
blueprint.get(_ACT)(acts.ask)
blueprint.post(_ACT)(acts.take)
