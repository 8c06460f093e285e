"""Uploads: files that become brands, offers, codes and points, each by a run that can be watched, stopped and approved."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.console.runs import acts, sending, views
from marketplace.web.console.runs.large import register as register_words
from marketplace.web.shared.places import Place

PLACE = Place("console.runs.index", _l("Uploads"), "upload", Permission.RUNS_READ)
blueprint = Blueprint("runs", __name__, url_prefix="/runs")

__all__ = ["PLACE", "blueprint", "register_words"]

blueprint.get("")(views.index)
blueprint.post("/exports")(views.export)
blueprint.get("/new")(sending.new)
blueprint.post("/new")(sending.create)
blueprint.get("/<int:run_id>")(views.show)
blueprint.post("/<int:run_id>/application")(acts.apply)
blueprint.post("/<int:run_id>/stop")(acts.stop)
blueprint.post("/<int:run_id>/discarding")(acts.discard)
blueprint.get("/<int:run_id>/errors")(acts.errors)
