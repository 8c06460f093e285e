"""How cards and orders stand, and what was done to a thing: the same on every page of the console that shows them."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from marketplace import reports
from marketplace.core import listing
from marketplace.identity import Permission
from marketplace.web.console import journal, journal_acts, journal_facts, journal_names
from marketplace.web.shared.listing import Word
from marketplace.web.shared.listing.page import locale
from marketplace.web.shared.security import may

STORY_MOST = 50
CARDS: Mapping[str, Word] = {
    "active": Word(_l("Valid"), "good", "check"),
    "frozen": Word(_l("Frozen"), "warn", "snowflake"),
    "void": Word(_l("Returned"), "", "undo-2"),
    "replaced": Word(_l("Replaced"), "", "refresh-cw"),
    "spent": Word(_l("Used up"), "", "check"),
    "expired": Word(_l("Expired"), "", "hourglass"),
}
ORDERS: Mapping[str, Word] = {
    "placed": Word(_l("Being fulfilled"), "warn", "hourglass"),
    "unknown": Word(_l("Outcome unknown"), "bad", "circle-alert"),
    "obtained": Word(_l("Being fulfilled"), "warn", "hourglass"),
    "issued": Word(_l("Card issued"), "good", "check"),
    "cancelled": Word(_l("Cancelled"), "", "undo-2"),
}


class Act(NamedTuple):
    """One line of what happened to a thing, in words."""

    title: str
    about: str
    at: object


def story(subject: str) -> list[Act] | None:
    """What was done to a thing, newest first, for whoever may read the audit; None for others."""
    if not may(Permission.AUDIT_READ):
        return None
    question = listing.ask(reports.AUDIT, {"subject": subject}, locale())
    rows = listing.page(reports.AUDIT, question, journal.asker(), limit=STORY_MOST).items
    return [Act(journal_acts.said(row["action"]), _about(row), row["at"]) for row in rows]


def _about(row: listing.Row) -> str:
    changed = (
        f"{one.label}: {one.was} → {one.becomes or '—'}" if one.was else f"{one.label}: {one.becomes}"
        for one in journal_facts.changes(row) if one.was or one.becomes
    )  # fmt: skip
    return " · ".join(part for part in (journal_names.actor(row), *changed, row["why"]) if part)
