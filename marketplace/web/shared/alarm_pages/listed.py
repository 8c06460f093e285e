"""The list of alarms, as the people of a desk see it."""

from flask import g, url_for
from flask_babel import lazy_gettext as _l

from marketplace import partners, tills
from marketplace.core.listing import Asker
from marketplace.web.shared import filters, listing

KINDS = {
    "guessing": listing.Word(_l("Codes are being guessed"), "warn", "search"),
    "canary": listing.Word(_l("A decoy was tried"), "bad", "shield-alert"),
    "reversing": listing.Word(_l("Redeemed and reversed often"), "warn", "undo-2"),
}
STATES = {
    "open": listing.Word(_l("Nobody has looked"), "bad", "triangle-alert"),
    "answered": listing.Word(_l("Looked at"), "good", "check"),
}

# Why a code was refused, for whoever may know.
REASONS = {
    "unknown": _l("there is no such code"), "unsold": _l("not sold"), "ambiguous": _l("could be several codes"),
    "foreign": _l("of a partner whose cards it does not take"), "frozen": _l("frozen"), "held": _l("given, waiting to be claimed"), "expired": _l("its last day has passed"), "spent": _l("used up"),
}  # fmt: skip


def partner_here() -> int | None:
    """The partner whose desk it is; None at the programme's own."""
    found = g.get("partner")
    return None if found is None else int(found.id)


def asker() -> Asker:
    """Who asks: for the alarms of the programme, or of the partner."""
    return Asker({"programme": g.programme.id, "partner": partner_here()}, sees_private=True)


def waiting() -> int:
    """How many alarms nobody of the desk has looked at."""
    if "open_alarms" not in g:
        g.open_alarms = tills.open_alarms(g.programme.id, partner_here())
    return int(g.open_alarms)


def _partners() -> list[tuple[str, str]]:
    return [(one.slug, filters.local(one, "name")) for one in partners.partners_of(g.programme.id)]


FACE = listing.Face(
    tills.ALARMS,
    export_url=".export",
    title=_l("Alarms"),
    heads={
        "kind": _l("What happened"), "batch": _l("Batch"), "partner": _l("Partner"), "till": _l("Till"), "person": _l("Who was at the till"),
        "at": _l("When"), "state": _l("State"), "note": _l("What was found"),
    },
    notes={"kind": "batch", "till": "person", "state": "note"},
    labels={"what": _l("What happened"), "at": _l("When"), "state": _l("State")},
    words={"kind": KINDS, "what": KINDS, "state": STATES | {"all": listing.Word(_l("All"))}},
    options={"partner": _partners, "till": lambda: [(f"partner:{slug}", name) for slug, name in _partners()]},
    link=("kind", lambda row: url_for(".show", alarm_id=row["id"])),
    empty=listing.Empty(_l("No alarms"), _l("Guessing at a till, a decoy that somebody tries, and redemptions that are often reversed are listed here."), "card"),
)  # fmt: skip
