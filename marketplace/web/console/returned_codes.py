"""Codes that came back, of all partners of the programme."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import held_codes
from marketplace.web.shared.places import Place

PLACE = Place(
    "console.returned_codes.index", _l("Held codes"), "rotate-ccw", Permission.CODES_DECIDE, "c", held_codes.waiting
)
blueprint = held_codes.blueprint(__name__, prefix="/returned-codes")
