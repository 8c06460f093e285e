"""Codes in the vault, of all partners of the programme."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import vault_pages
from marketplace.web.shared.places import Place

PLACE = Place("console.codes.index", _l("Codes"), "database", Permission.RUNS_CODES, "v")
blueprint = vault_pages.blueprint(__name__, prefix="/codes")
