"""What the hash chain covers of support: each reissue, and each card that was taken away, and each correction of points without people's own words."""

from marketplace.core.chain import Sheet
from marketplace.core.own_seals import Owned
from marketplace.support.forgetting import ERASED

__all__ = ["ERASED", "SHEETS"]

SHEETS = (
    Sheet(
        "reissues",
        (
            "programme_id", "old_card_id", "new_card_id", "reason", "identified", "risk", "asked_by", "proposal_id", "at",
        ),
        words=("note",),
    ),
    Sheet("rebindings", ("programme_id", "old_card_id", "new_card_id", "asked_by", "proposal_id", "at"), words=("note",)),
    Sheet("withdrawals", ("programme_id", "voiding_id", "refund", "asked_by", "proposal_id", "at")),
    Sheet(
        "point_corrections",
        (
            "programme_id", "member_id", "ref", "kind", "amount", "expires_on", "reason", "case_id", "paper_id", "bank_card_id", "day", "asked_by",
            "proposal_id", "at",
        ),
    ),
)  # fmt: skip
CORRECTIONS = Owned(
    "point_corrections", "points were given or taken by hand through the application itself, which alone can seal it",
    tuple(f"t.{name}" for name in (
        "programme_id", "member_id", "ref", "kind", "amount", "expires_on", "reason", "case_id", "paper_id", "bank_card_id", "day", "asked_by",
        "proposal_id")),
)  # fmt: skip
OWNED = (CORRECTIONS,)
