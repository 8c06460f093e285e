"""The third side: what a partner's tills say that they took, held against what was taken here."""

from marketplace.reconciliation.at_tills.by_hand import CLEARING_CAP, clear, dismiss_line, match_line, part_line
from marketplace.reconciliation.at_tills.columns import FIELDS as TILL_FIELDS
from marketplace.reconciliation.at_tills.queries import (
    TILL_LINES,
    TILL_MISSING,
    Receipt,
    Redemption,
    TillMatch,
    TillSides,
    Untold,
    likely,
    till_line,
    till_matches,
    till_sides,
    untold,
)
from marketplace.reconciliation.at_tills.run import TILL_EXPORTS

__all__ = [
    "CLEARING_CAP", "TILL_EXPORTS", "TILL_FIELDS", "TILL_LINES", "TILL_MISSING", "Receipt", "Redemption", "TillMatch", "TillSides", "Untold", "clear",
    "dismiss_line", "likely", "match_line", "part_line", "till_line", "till_matches", "till_sides", "untold",
]  # fmt: skip
