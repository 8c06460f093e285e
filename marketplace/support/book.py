"""What the hash chain covers of support: each reissue."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet(
        "reissues",
        (
            "programme_id", "old_card_id", "new_card_id", "reason", "identified", "risk", "note", "asked_by", "proposal_id", "at",
        ),
    ),
)  # fmt: skip
