"""Alarms that concern a partner: raised at its tills, or by decoys of its batches."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import alarm_pages
from marketplace.web.shared.places import Place
from partner_portal.desk import of_address

PLACE = Place("partner.alarms.index", _l("Alarms"), "bell", Permission.ALARMS_READ, "a", alarm_pages.waiting)
blueprint = alarm_pages.blueprint(__name__, prefix="/<partner>/alarms", partner=of_address)
