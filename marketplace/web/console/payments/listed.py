"""The list of payments, as people see it."""

from flask import g, url_for
from flask_babel import lazy_gettext as _l

from marketplace import payments
from marketplace.identity import Permission
from marketplace.web.console.payments.words import PURPOSES, STATES
from marketplace.web.shared import listing
from marketplace.web.shared.places import Place


def waiting() -> int:
    """How many a person has to look at; for the rail."""
    if "payments_troubled" not in g:
        g.payments_troubled = payments.troubled(g.programme.id)
    return int(g.payments_troubled)


PLACE = Place("console.payments.index", _l("Payments"), "credit-card", Permission.PAYMENTS_READ, "x", waiting)

FACE = listing.Face(
    payments.PAYMENTS,
    export_url="console.payments.export",
    title=_l("Payments"),
    heads={
        "payment": _l("Payment"), "member": _l("Member"), "purpose": _l("Paid for"), "amount": _l("Amount"), "state": _l("State"),
        "placed_at": _l("Requested"),
    },
    box="member",
    box_hint=_l("Member number"),
    labels={"show": _l("Which"), "placed": _l("Requested")},
    words={
        "state": STATES, "purpose": PURPOSES,
        "show": {
            "all": listing.Word(_l("All")), "person": listing.Word(_l("Needs attention")), "open": listing.Word(_l("Open")),
            "paid": listing.Word(_l("Paid")), "refunded": listing.Word(_l("Refunded")), "disputed": listing.Word(_l("Disputed")),
        },
    },
    link=("payment", lambda row: url_for("console.payments.show", payment=row["payment"])),
    empty=listing.Empty(_l("No payments yet"), _l("They appear here as soon as somebody pays part of a card in money."), "card"),
)  # fmt: skip
