"""What the hash chain covers of approvals: what was proposed, in each version, who said what to it, and what came of it."""

from marketplace.core.chain import Sheet
from marketplace.core.own_seals import Owned

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
# Who proposed what, and each version of it; what is proposed stands behind its digest.
PROPOSED = Owned(
    "proposals", "what was proposed was proposed and edited through the application itself, which alone can seal it",
    ("t.programme_id", "t.kind", "t.subject", "t.proposed_by",
     """(SELECT jsonb_agg(jsonb_build_array(v.number, encode(v.digest, 'hex'), v.approvals_needed, v.edited_by) ORDER BY v.number)
           FROM proposal_versions v WHERE v.proposal_id = t.id)"""),
    only_added=True,
)  # fmt: skip
DECIDED = Owned(
    "proposal_decisions", "who agreed to a proposal did so through the application itself, which alone can seal it",
    ("t.proposal_id", "encode(t.digest, 'hex')", "t.outcome", "t.decided_by"), only_added=True,
)  # fmt: skip
OWNED = (PROPOSED, DECIDED)
