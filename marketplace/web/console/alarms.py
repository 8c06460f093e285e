"""Alarms of tills, of all partners of the programme."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import alarm_pages
from marketplace.web.shared.places import Place

PLACE = Place("console.alarms.index", _l("Alarms"), "bell", Permission.ALARMS_READ, "n", alarm_pages.waiting)
blueprint = alarm_pages.blueprint(__name__, prefix="/alarms")
