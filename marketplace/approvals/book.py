"""What the hash chain covers of approvals: what was proposed, in each version, who said what to it, and what came of it."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet("proposals", ("ref", "programme_id", "kind", "subject", "proposed_by", "proposed_at"), words=("why",)),
    Sheet(
        "proposal_versions",
        (
            "proposal_id", "number", "digest", "base", "about", "approvals_needed", "edited_by", "edited_at",
            "expires_at",
        ),
        key="proposal_id * 10000 + number",
        words=("payload", "before"),
    ),
    Sheet("proposal_decisions", ("proposal_id", "digest", "outcome", "decided_by", "decided_at"), words=("note",)),
    Sheet("proposal_applications", ("proposal_id", "digest", "applied_at"), key="proposal_id"),
    Sheet(
        "approval_rules",
        ("programme_id", "kind", "version", "approvers", "cap", "approvers_over_cap", "roles", "proposal_id"),
        key="proposal_id",
    ),
)  # fmt: skip
