"""What the partner sold, as a list with filters and files. Who bought it is nobody's business here."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import partners, reports
from marketplace.identity import Permission
from marketplace.web.shared import filters, listing
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from partner_portal.desk import here, of_address

blueprint = Blueprint("sales", __name__, url_prefix="/<partner>/sales")
PLACE = Place("partner.sales.index", _l("Sales"), "receipt", Permission.PORTAL_SALES, "s")


def _brands() -> list[tuple[str, str]]:
    return [(one.slug, filters.local(one, "name")) for one in partners.brands_of_partner(here().id)]


FACE = listing.Face(
    reports.SALES,
    export_url="partner.sales.export",
    title=_l("Sales"),
    heads={
        "placed_at": _l("Sold"), "brand": _l("Brand"), "value": _l("Value"), "price": _l("Price"),
        "code": _l("Code"), "until": _l("Valid until"), "state": _l("State"),
    },
    box="q",
    box_hint=_l("Last characters of the code"),
    labels={"brand": _l("Brand"), "state": _l("State"), "placed": _l("Sold")},
    words={
        "state": {
            "active": listing.Word(_l("Can be used"), "good", "check"), "spent": listing.Word(_l("Used up"), "", "circle-check"),
            "frozen": listing.Word(_l("Frozen"), "warn", "snowflake"), "held": listing.Word(_l("On its way as a gift"), "warn", "gift"),
            "expired": listing.Word(_l("Expired"), "", "clock"), "replaced": listing.Word(_l("Replaced"), "", "refresh-cw"), "void": listing.Word(_l("Void"), "", "ban"),
            "waiting": listing.Word(_l("On its way"), "warn", "hourglass"), "cancelled": listing.Word(_l("Cancelled"), "", "x"),
        },
    },
    options={"brand": _brands},
    empty=listing.Empty(_l("Nothing sold yet"), _l("Every card that a member orders will be listed here."), "card"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.PORTAL_SALES, partner=of_address)
def index(partner: str) -> ResponseReturnValue:
    return listing.answer(FACE, _asker())


@blueprint.post("/exports")
@require(Permission.PORTAL_SALES, partner=of_address)
def export(partner: str) -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.PORTAL_SALES)


def _asker() -> listing.Asker:
    brands = [one.id for one in partners.brands_of_partner(here().id)]
    return listing.Asker({"brands": brands, "today": filters.today().isoformat()})
