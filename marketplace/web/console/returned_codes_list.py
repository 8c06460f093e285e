"""The list of codes that came back, as staff sees it."""

from flask import g, url_for
from flask_babel import lazy_gettext as _l

from marketplace import codes, partners
from marketplace.identity import Permission
from marketplace.web.shared import filters, listing
from marketplace.web.shared.places import Place

WHY = {
    "cancelled": _l("The order was cancelled"),
    "handed_out": _l("May have been handed out before a restore"),
    "weak": _l("Easily guessed, and without a PIN"),
}


def _waiting() -> int:
    if "codes_waiting" not in g:
        g.codes_waiting = codes.waiting(g.programme.id)
    return int(g.codes_waiting)


PLACE = Place("console.returned_codes.index", _l("Held codes"), "rotate-ccw", Permission.CODES_DECIDE, "c", _waiting)


def _asks(endpoint: str) -> listing.Action:
    label, sign = (_l("Sell it"), "rotate-ccw") if endpoint == "restocking" else (_l("Retire"), "ban")

    def href(row: listing.Row) -> str | None:
        if row["state"] != "waiting" or (endpoint == "restocking" and row["why"] == "weak"):
            return None  # what is easily guessed is never sold by itself
        return url_for(f"console.returned_codes.{endpoint}", return_id=row["id"])

    return listing.Action(label, href, sign, asks=True)


def _brands() -> list[tuple[str, str]]:
    return [(one.slug, filters.local(one, "name")) for one in partners.brands_of(g.programme.id)]


FACE = listing.Face(
    codes.RETURNS,
    export_url="console.returned_codes.export",
    title=_l("Held codes"),
    heads={
        "code": _l("Code"), "brand": _l("Brand"), "value": _l("Value"), "came_back": _l("Since"), "why": _l("What happened"),
        "state": _l("State"), "decided_at": _l("Decided on"), "reason": _l("Reason"),
    },
    notes={"state": "reason"},
    aside=("decided_at",),
    box="q",
    box_hint=_l("Brand"),
    labels={"state": _l("State"), "back": _l("Since")},
    words={
        "why": {why: listing.Word(said) for why, said in WHY.items()},
        "state": {
            "waiting": listing.Word(_l("Waiting for a decision"), "warn", "hourglass"),
            "restocked": listing.Word(_l("For sale"), "good", "check"), "retired": listing.Word(_l("Retired"), "", "ban"),
        },
    },
    empty=listing.Empty(_l("No codes are waiting for a decision"), _l("Codes from cancelled orders, and codes that are "
                                                               "easy to guess, stay here until somebody decides "
                                                               "whether to sell them."), "card"),
    options={"brand": _brands},
    actions=(_asks("restocking"), _asks("retirement")),
)  # fmt: skip
