"""The list of shops, in words."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from marketplace import partners, programmes
from marketplace.identity import Permission
from marketplace.web.shared import filters, listing
from marketplace.web.shared.places import Place
from partner_portal.desk import here

PLACE = Place("partner.shops.index", _l("Shops"), "map-pin", Permission.PORTAL_BRANDS, "m")


def _cities() -> list[tuple[str, str]]:
    return [(city.slug, filters.local(city, "name")) for city in programmes.cities()]


def _brands() -> list[tuple[str, str]]:
    return [(one.slug, filters.local(one, "name")) for one in partners.brands_of_partner(here().id)]


FACE = listing.Face(
    partners.SHOPS,
    export_url="partner.shops.export",
    title=_l("Shops"),
    heads={
        "name_ru": _l("Name"), "name_en": _l("Shop in English"), "address_ru": _l("Shop address"), "address_en": _l("Address in English"),
        "brand": _l("Brand"), "city": _l("City"), "closed": _l("State"),
    },
    notes={"name_ru": "address_ru"},
    aside=("name_en", "address_en"),
    box="q",
    box_hint=_l("Name or address"),
    labels={"city": _l("City"), "closed": _l("State")},
    words={
        "closed": {
            "open": listing.Word(_l("Takes cards"), "good", "check"), "days": listing.Word(_l("Closed today"), "warn", "calendar-clock"),
            "soon": listing.Word(_l("Will close"), "accent", "calendar-clock"), "closed": listing.Word(_l("Closed permanently"), "", "x"),
        },
    },
    options={"city": _cities, "brand": _brands},
    link=("name_ru", lambda row: url_for("partner.shops.show", shop_id=row["id"])),
    empty=listing.Empty(_l("No shops yet"), _l("Add the places that take your cards: members look for them."), "card"),
)  # fmt: skip
