"""A partner's catalogue at its own desk."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import catalogue_pages
from marketplace.web.shared.places import Place
from partner_portal.desk import of_address

PLACE = Place("partner.catalogue.index", _l("Catalogue"), "store", Permission.RUNS_READ, "c")
blueprint = catalogue_pages.blueprint(__name__, prefix="/<partner>/catalogue", partner=of_address)
