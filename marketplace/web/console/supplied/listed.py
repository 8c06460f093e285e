"""The list of what was bought from suppliers, as people see it."""

from flask import g, url_for
from flask_babel import lazy_gettext as _l

from marketplace import orders, suppliers
from marketplace.identity import Permission
from marketplace.web.console.supplied.words import STATES
from marketplace.web.shared import listing
from marketplace.web.shared.places import Place


def waiting() -> int:
    """How many wait for a person; for the rail."""
    if "supplied_waiting" not in g:
        g.supplied_waiting = suppliers.waiting(g.programme.id)
    return int(g.supplied_waiting)


PLACE = Place("console.supplied.index", _l("Bought cards"), "store", Permission.SUPPLIERS_READ, "b", waiting)

FACE = listing.Face(
    orders.SUPPLIED,
    export_url="console.supplied.export",
    title=_l("Bought from suppliers"),
    heads={
        "number": _l("Order"), "brand": _l("Brand"), "value": _l("Value"), "state": _l("State"), "asked_at": _l("Requested"),
        "supplier": _l("Supplier"), "ref": _l("Reference"),
    },
    notes={"supplier": "ref"},
    box="number",
    box_hint=_l("Order number"),
    labels={"show": _l("Which"), "asked": _l("Requested")},
    words={
        "state": STATES,
        "show": {"person": listing.Word(_l("Needs attention")), "open": listing.Word(_l("Open")), "all": listing.Word(_l("All"))},
    },
    link=("number", lambda row: url_for("console.supplied.show", supplied=row["number"])),
    empty=listing.Empty(_l("Nothing is waiting for a decision"), _l("Orders appear here when for a quarter of an hour it "
                                                             "stays unclear whether the supplier sold a code, or "
                                                             "when it sends something that is not a code."), "card"),
)  # fmt: skip
