"""The lists of reconciliation, as people see them."""

from flask import g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import partners, reconciliation
from marketplace.core import clock
from marketplace.core.listing import Row
from marketplace.identity import Permission
from marketplace.web.console.reconciling import views, words
from marketplace.web.shared import filters, listing, reasons
from marketplace.web.shared.security import require

reads = require(Permission.STATEMENTS_READ)


def _partners() -> list[tuple[str, str]]:
    return [(one.slug, filters.local(one, "name")) for one in partners.partners_of(g.programme.id)]


EXPECTED = listing.Face(
    reconciliation.EXPECTATIONS,
    title=_l("Expected money"),
    heads={
        "label": _l("What"), "kind": _l("Kind"), "partner": _l("Partner"), "due": _l("By"), "amount": _l("Amount"), "state": _l("State"),
    },
    labels={"state": _l("State"), "kind": _l("Kind"), "partner": _l("Partner")},
    options={"partner": _partners},
    box="label",
    box_hint=_l("Number or reference"),
    words={
        "kind": words.KINDS,
        "state": words.STATES | {"waiting": listing.Word(_l("Needs attention")), "all": words.ALL},
    },
    notes={"label": "kind"},
    link=("label", lambda row: url_for("console.reconciling.expected", expectation_id=row["id"])),
    empty=listing.Empty(_l("Nothing is waiting"), _l("Everything that was expected has arrived, or still has time.")),
)  # fmt: skip
MATCHES = listing.Face(
    reconciliation.MATCHES,
    title=_l("What was matched"),
    heads={
        "label": _l("What"), "kind": _l("Kind"), "partner": _l("Partner"), "booked": _l("Day"), "party": _l("Who"), "amount": _l("Amount"), "fee": _l("Fee"),
        "reason": _l("Why"), "state": _l("State"),
    },
    labels={"state": _l("State"), "kind": _l("Kind"), "partner": _l("Partner"), "days": _l("Day")},
    options={"partner": _partners},
    box="label",
    box_hint=_l("Number or reference"),
    words={
        "kind": words.KINDS, "reason": words.WHY,
        "state": {"matched": words.STATES["matched"], "parted": listing.Word(_l("Undone"), "", "undo-2"), "all": words.ALL},
    },
    notes={"label": "kind", "state": "reason", "amount": "fee", "booked": "party"},
    link=("label", lambda row: url_for("console.reconciling.expected", expectation_id=row["expectation"])),
    empty=listing.Empty(_l("Nothing is matched here"), _l("What a bank tells is matched with what is expected, by itself or by hand.")),
)  # fmt: skip
ENTRIES = listing.Face(
    reconciliation.ENTRIES,
    title=_l("Entries of statements"),
    heads={"booked": _l("Day"), "party": _l("Who"), "note": _l("What for"), "amount": _l("Amount"), "state": _l("State"), "why": _l("Why")},
    labels={"state": _l("State"), "days": _l("Day")},
    words={"state": words.ENTRY_STATES | {"all": words.ALL}, "why": words.WHY},
    notes={"state": "why"},
    link=("party", lambda row: url_for("console.reconciling.entry", entry_id=row["id"])),
    empty=listing.Empty(_l("No entries here"), _l("They come with a bank’s statement, under “Uploads”.")),
)  # fmt: skip
STATEMENTS = listing.Face(
    reconciliation.STATEMENTS,
    title=_l("Banks’ statements"),
    heads={
        "account": _l("Account number"), "file": _l("File"), "form": _l("Format"), "to_day": _l("Until"), "opening": _l("Opening"), "closing": _l("Closing"),
        "entries": _l("Entries"), "repeats": _l("Known"), "missed": _l("Off by"), "gap": _l("Gap before it"), "check": _l("Check"),
    },
    labels={"check": _l("Check")},
    words={"form": words.FORMS, "check": words.CHECKS},
    notes={"account": "file", "to_day": "form", "entries": "repeats"},
    empty=listing.Empty(_l("No statements yet"), _l("They come with a bank’s file, under “Uploads”.")),
)  # fmt: skip


def _reason(row: Row) -> str:
    return reasons.told({"reason": row["reason"], "facts": row["facts"]})


REPAIRS = listing.Face(
    reconciliation.REPAIRS,
    title=_l("Repairs"),
    heads={"line": _l("Line"), "file": _l("File"), "reason": _l("Why"), "content": _l("As it came"), "taken_at": _l("Received"), "state": _l("State")},
    labels={"state": _l("State")},
    words={"state": words.REPAIRS | {"all": words.ALL}},
    said={"reason": _reason},
    notes={"file": "line", "reason": "content"},
    link=("file", lambda row: url_for("console.reconciling.repair", repair_id=row["id"])),
    empty=listing.Empty(_l("Nothing to put right"), _l("Every part of every file could be read, or was looked at.")),
)  # fmt: skip


@views.blueprint.get("/expected")
@reads
def all_expected() -> ResponseReturnValue:
    today = clock.local_day(clock.now(), g.programme.time_zone)
    return listing.answer(EXPECTED, listing.Asker({"programme": g.programme.id, "today": today}))


@views.blueprint.get("/matches")
@reads
def all_matches() -> ResponseReturnValue:
    return listing.answer(MATCHES, _asker())


@views.blueprint.get("/entries")
@reads
def all_entries() -> ResponseReturnValue:
    return listing.answer(ENTRIES, _asker())


@views.blueprint.get("/statements")
@reads
def all_statements() -> ResponseReturnValue:
    return listing.answer(STATEMENTS, _asker())


@views.blueprint.get("/repairs")
@reads
def all_repairs() -> ResponseReturnValue:
    return listing.answer(REPAIRS, _asker())


def _asker() -> listing.Asker:
    return listing.Asker({"programme": g.programme.id})
