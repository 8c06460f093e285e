"""Decisions about points put right by hand: no database, no clock."""

from marketplace.core.bounds import COLUMN_MAX
from marketplace.support.accounts.errors import BadCorrection, EvidenceNeeded
from marketplace.support.accounts.values import CREDITS, DEBITS, Wanted

CAP = 1_000  # minor units of points; more takes another person, until the programme says otherwise
CORRECTION_MAX = COLUMN_MAX["point_corrections.amount"]
NOTE_MAX = COLUMN_MAX["point_corrections.note"]
GOODWILL_REASON = "goodwill"


def check(wanted: Wanted) -> None:
    """Whether points may be put right like this at all. Raises BadCorrection, EvidenceNeeded."""
    reasons = CREDITS if wanted.kind == "credit" else DEBITS
    if wanted.reason not in reasons:
        raise BadCorrection(field="reason")
    check_sum(wanted.amount, wanted.note)
    if wanted.case_id is None and wanted.paper_id is None:
        raise EvidenceNeeded


def check_sum(amount: int, note: str) -> None:
    """An amount that can be given, and words that say why. Raises BadCorrection."""
    if not 0 < amount <= CORRECTION_MAX:
        raise BadCorrection(field="amount")
    if not 0 < len(note.strip()) <= NOTE_MAX:
        raise BadCorrection(field="note")
