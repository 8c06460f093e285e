"""Uploads of a partner: catalogues and codes that its own people bring."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import runs
from marketplace.web.shared.places import Place
from partner_portal.desk import of_address

PLACE = Place("partner.runs.index", _l("Uploads"), "upload", Permission.RUNS_READ, "u")
blueprint = runs.blueprint(__name__, prefix="/<partner>/uploads", partner=of_address)
