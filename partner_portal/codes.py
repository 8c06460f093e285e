"""Codes of a partner in the vault: stock and batches of its own brands."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import vault_pages
from marketplace.web.shared.places import Place
from partner_portal.desk import of_address

PLACE = Place("partner.codes.index", _l("Codes"), "database", Permission.RUNS_CODES, "v")
blueprint = vault_pages.blueprint(__name__, prefix="/<partner>/codes", partner=of_address)
