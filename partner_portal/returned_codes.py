"""Codes of a partner that came back: its people decide which are sold again, and which never."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import held_codes
from marketplace.web.shared.places import Place
from partner_portal.desk import of_address

PLACE = Place(
    "partner.returned_codes.index", _l("Held codes"), "rotate-ccw", Permission.CODES_DECIDE, "d", held_codes.waiting
)
blueprint = held_codes.blueprint(__name__, prefix="/<partner>/returned-codes", partner=of_address)
