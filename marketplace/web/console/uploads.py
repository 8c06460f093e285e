"""Uploads in the console: what the programme's own people bring, and what partners' people brought."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import runs
from marketplace.web.shared.places import Place

PLACE = Place("console.runs.index", _l("Uploads"), "upload", Permission.RUNS_READ)
blueprint = runs.blueprint(__name__, prefix="/runs")
