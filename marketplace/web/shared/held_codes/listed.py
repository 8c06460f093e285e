"""The list of codes that came back, as the people of a desk see it."""

from flask import g, url_for
from flask_babel import lazy_gettext as _l

from marketplace import codes, partners
from marketplace.core.listing import Asker
from marketplace.web.shared import filters, listing

WHY = {
    "cancelled": _l("The order was cancelled"),
    "handed_out": _l("May have been handed out before a restore"),
    "weak": _l("Easily guessed, and without a PIN"),
}


def partner_here() -> int | None:
    """The partner whose desk it is; None at the programme's own."""
    found = g.get("partner")
    return None if found is None else int(found.id)


def asker() -> Asker:
    """Who asks: for the codes of the programme, or of the partner."""
    return Asker({"programme": g.programme.id, "partner": partner_here()})


def waiting() -> int:
    """How many codes wait for a decision at the desk."""
    if "codes_waiting" not in g:
        g.codes_waiting = codes.waiting(g.programme.id, partner_id=partner_here())
    return int(g.codes_waiting)


def _asks(endpoint: str) -> listing.Action:
    label, sign = (_l("Sell it"), "rotate-ccw") if endpoint == "restocking" else (_l("Retire"), "ban")

    def href(row: listing.Row) -> str | None:
        if row["state"] != "waiting" or (endpoint == "restocking" and row["why"] == "weak"):
            return None  # what is easily guessed is never sold by itself
        return url_for(f".{endpoint}", return_id=row["id"])

    return listing.Action(label, href, sign, asks=True)


def _brands() -> list[tuple[str, str]]:
    return [
        (one.slug, filters.local(one, "name")) for one in partners.brands_of(g.programme.id, partner_id=partner_here())
    ]


FACE = listing.Face(
    codes.RETURNS,
    export_url=".export",
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
    empty=listing.Empty(_l("No codes are waiting for a decision"), _l("Codes from cancelled orders stay here until somebody decides "
                                                               "whether to sell them. Codes that are easy to guess are never sold "
                                                               "without a PIN: load others in their place."), "card"),
    options={"brand": _brands},
    actions=(_asks("restocking"), _asks("retirement")),
)  # fmt: skip
