"""What was taken: at this partner's tills, and of their cards at another's; with the sums of today, yesterday and the month."""

from collections.abc import Sequence

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.web.shared import filters, listing
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require
from partner_portal.desk import here, of_address

blueprint = Blueprint("redemptions", __name__, url_prefix="/<partner>/redemptions")
PLACE = Place("partner.redemptions.index", _l("Redemptions"), "receipt", Permission.REDEMPTIONS_READ, "r")


def _tills() -> Sequence[tuple[str, str]]:
    return [(one.name, one.name) for one in tills.terminals(here().id, closed=True)]


def _brands() -> Sequence[tuple[str, str]]:
    """Our own, and of those whose cards our tills take or took: nobody else's."""
    issuers = {here().id} | {one.issuer_partner_id for one in tills.acceptances_ever(here().id)}
    return [
        (brand.slug, filters.local(brand, "name"))
        for brand in partners.brands_of(g.programme.id)
        if brand.partner_id in issuers
    ]


def _link(row: listing.Row) -> str | None:
    if row["terminal_id"] is None or not may(Permission.TILL_USE, partner_id=here().id):
        return None
    return url_for("partner.cards.done", terminal_id=row["terminal_id"], redemption=row["ref"])


FACE = listing.Face(
    tills.REDEMPTIONS,
    title=_l("Redemptions"),
    heads={
        "at": _l("When"), "till": _l("Till"), "receipt": _l("Receipt number"), "card": _l("Card"), "brand": _l("Brand"), "amount": _l("Amount"),
        "counts": _l("Net"), "currency": _l("Currency"), "state": _l("State"), "way": _l("How"),
        "place": _l("Where"),
    },
    notes={"till": "receipt", "card": "brand", "state": "way"},
    aside=("counts", "currency"),
    box="receipt",
    box_hint=_l("Receipt number"),
    labels={"at": _l("When"), "state": _l("State"), "way": _l("How"), "place": _l("Where"), "till": _l("Till"), "brand": _l("Brand")},
    words={
        "state": {"taken": listing.Word(_l("Taken"), "good", "check"), "back": listing.Word(_l("Reversed"), "", "undo-2")},
        "way": {"offline": listing.Word(_l("Offline"), "warn", "wifi-off")},
        "place": {"here": listing.Word(_l("Our till")), "there": listing.Word(_l("Another partner's"), "accent", "store")},
    },
    options={"till": _tills, "brand": _brands},
    link=("at", _link),
    export_url="partner.redemptions.export",
    empty=listing.Empty(_l("Nothing was taken"), _l("Everything tills take from cards will be listed here."), "card"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.REDEMPTIONS_READ, partner=of_address)
def index(partner: str) -> ResponseReturnValue:
    return listing.answer(FACE, _asker(), above="partner/tills/sums.html", sums=sums())


@blueprint.post("/exports")
@require(Permission.REDEMPTIONS_READ, partner=of_address)
def export(partner: str) -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.REDEMPTIONS_READ)


def _asker() -> listing.Asker:
    return listing.Asker({"partner": here().id})


def sums() -> list[tuple[str, str, str]]:
    """What stands of today, yesterday and this month at this partner's tills: name, sum, how many."""
    today = g.programme.day(clock.now())
    found = tills.sums(here().id, today=today, time_zone=g.programme.time_zone)
    names = {"today": gettext("Today"), "yesterday": gettext("Yesterday"), "month": gettext("This month")}
    return [
        (
            names[one.period],
            filters.money(one.amount, one.currency),
            gettext("redemptions: %(number)s", number=one.number),
        )
        for one in found
    ]
