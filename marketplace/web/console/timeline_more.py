"""What the line of an act in a timeline says besides who did what."""

from collections.abc import Sequence

from marketplace.core.listing import Row
from marketplace.web.console.journal_facts import Change
from marketplace.web.shared import filters


def more(row: Row, changes: Sequence[Change]) -> list[str]:
    """What the line of an act says besides who and what: of an extension both days and why, of a till's act the sum that moved and the till."""
    if row["action"] == "giftcards.extend":
        return [f"{one.was} → {one.becomes}" if one.was else one.becomes for one in changes]
    before, after = (row["before"] or {}).get("remaining"), (row["after"] or {}).get("remaining")
    if not row["action"].startswith("tills.") or before is None or after is None:
        return []
    till = row["till"] if row["till"] and row["till"] != row["actor_name"] else ""
    return [
        part
        for part in (filters.money(after - before, row["subject_currency"]) if after != before else "", till)
        if part
    ]
