"""What tills took without a network: when it was taken, when it came in, and what of it is lost."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import tills
from marketplace.identity import Permission
from marketplace.web.shared import listing
from marketplace.web.shared.security import require
from partner_portal.desk import here, of_address

blueprint = Blueprint("takings", __name__, url_prefix="/<partner>/redemptions/offline")

FACE = listing.Face(
    tills.TAKINGS,
    title=_l("Redeemed offline"),
    heads={
        "synced_at": _l("Received"), "taken_at": _l("Taken at"), "till": _l("Till"), "receipt": _l("Receipt number"), "card": _l("Card"),
        "amount": _l("Amount"), "taken": _l("Amount booked"), "lost": _l("Lost"), "why": _l("State"), "currency": _l("Currency"),
    },
    notes={"till": "receipt", "synced_at": "taken_at"},
    aside=("currency",),
    box="receipt",
    box_hint=_l("Receipt number"),
    labels={"at": _l("Received"), "outcome": _l("State"), "till": _l("Till")},
    words={
        "why": {
            "whole": listing.Word(_l("in full"), "good", "check"), "short": listing.Word(_l("less was left on the card"), "warn"),
            "spent": listing.Word(_l("the card was already used up"), "bad"), "frozen": listing.Word(_l("the card was frozen"), "bad"),
            "expired": listing.Word(_l("the card had expired"), "bad"), "void": listing.Word(_l("the card was void"), "bad"),
            "part_use": listing.Word(_l("the card is used up in one purchase"), "bad"), "foreign": listing.Word(_l("another partner's card"), "bad"),
            "unknown": listing.Word(_l("no such card"), "bad"), "reversed": listing.Word(_l("reversed"), "", "undo-2"),
            "time": listing.Word(_l("outside the allowed time"), "bad"), "limit": listing.Word(_l("over the limit"), "bad"),
        },
        "outcome": {"whole": listing.Word(_l("in full")), "lost": listing.Word(_l("with losses"))},
    },
    options={"till": lambda: [(one.name, one.name) for one in tills.terminals(here().id, closed=True)]},
    export_url="partner.takings.export",
    empty=listing.Empty(_l("No offline redemptions yet"), _l("Offline redemptions are listed here once the till has sent them."), "wifi-off"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.REDEMPTIONS_READ, partner=of_address)
def index(partner: str) -> ResponseReturnValue:
    return listing.answer(FACE, listing.Asker({"partner": here().id}))


@blueprint.post("/exports")
@require(Permission.REDEMPTIONS_READ, partner=of_address)
def export(partner: str) -> ResponseReturnValue:
    return listing.export(FACE, listing.Asker({"partner": here().id}), permission=Permission.REDEMPTIONS_READ)
