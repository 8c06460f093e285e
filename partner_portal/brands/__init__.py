"""The partner's brands: what the shop says of each, and its picture; every version is kept, and each change is looked at first."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared.places import Place
from partner_portal.brands import changing, pages

blueprint = Blueprint("brands", __name__, url_prefix="/<partner>/brands")
PLACE = Place("partner.brands.index", _l("Brands"), "tag", Permission.PORTAL_BRANDS, "b")
for _method, _rule, _view in (
    ("GET", "", pages.index),
    ("POST", "", pages.add),
    ("GET", "/<brand>", pages.show),
    ("POST", "/<brand>", changing.describe),
    ("POST", "/<brand>/picture", changing.put_picture),
    ("POST", "/<brand>/picture/removal", changing.drop_picture),
    ("GET", "/versions/<own:page_id>", changing.version),
    ("POST", "/<brand>/proposal/withdrawal", changing.take_back),
    ("POST", "/<brand>/proposal/notes", changing.write_note),
):
    blueprint.add_url_rule(_rule, _view.__name__, _view, methods=[_method])
