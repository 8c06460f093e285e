"""The list of batches, as people see it. It never holds a code."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from marketplace import codes
from marketplace.core.listing import Row
from marketplace.web.shared import filters, listing
from marketplace.web.shared.vault_pages import scope

STATES = {
    "on_sale": listing.Word(_l("On sale"), "good", "check"),
    "withdrawn": listing.Word(_l("Withdrawn"), "bad", "ban"),
    "held": listing.Word(_l("Waiting for a decision"), "warn", "hourglass"),
    "sold": listing.Word(_l("Sold out")),
    "expired": listing.Word(_l("Expired"), "warn", "calendar-clock"),
}


def _brands() -> list[tuple[str, str]]:
    return [(brand.slug, str(brand.name(filters.language()))) for brand in scope.brands()]


def _withdrawal(row: Row) -> str | None:
    return url_for(".ask_withdrawal", batch_id=row["id"]) if row["state"] == "on_sale" else None


def _release(row: Row) -> str | None:
    return url_for(".ask_release", batch_id=row["id"]) if row["state"] == "withdrawn" else None


FACE = listing.Face(
    codes.BATCHES,
    export_url=".export",
    title=_l("Batches"),
    heads={
        "name": _l("Batch"), "brand": _l("Brand"), "value": _l("Value"), "loaded_at": _l("Loaded on"), "loaded": _l("Loaded"),
        "sold": _l("Sold"), "left": _l("Codes left"), "withdrawn": _l("Withdrawn"), "first_expiry": _l("First to expire"), "state": _l("State"),
    },
    notes={"name": "brand"},
    aside=("withdrawn",),
    labels={"brand": _l("Brand"), "state": _l("State"), "loaded": _l("Loaded on")},
    words={"state": STATES},
    options={"brand": _brands},
    box="q",
    box_hint=_l("File name"),
    link=("name", lambda row: url_for(".show", batch_id=row["id"])),
    actions=(
        listing.Action(_l("Withdraw"), _withdrawal, "ban", asks=True),
        listing.Action(_l("Release"), _release, "rotate-ccw", asks=True),
    ),
    empty=listing.Empty(_l("No codes yet"), _l("Codes loaded from a file are listed here by batch: sold, left, "
                                               "withdrawn."), "card"),
)  # fmt: skip
