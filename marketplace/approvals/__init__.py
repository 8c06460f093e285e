"""What one person proposes and another approves: its difference, who may, for how long, and what became of it."""

from marketplace.approvals.actions import approve, ask_for_changes, edit, propose, refuse, withdraw, write_note
from marketplace.approvals.changing_rules import RULES
from marketplace.approvals.errors import (
    AlreadyDecided,
    BadNote,
    BadRule,
    ChangesAwaited,
    MayNotApprove,
    MayNotPropose,
    NobodyCouldApprove,
    NoProposal,
    NothingProposed,
    OwnProposal,
    ProposalChanged,
    ProposalClosed,
    ProposalExpired,
    ProposalOfAnother,
    ProposalOpen,
    ProposalRefUsed,
    ReasonNeeded,
    TargetMoved,
)
from marketplace.approvals.kinds import Kind, kind, names, register
from marketplace.approvals.queries import (
    approvers,
    by_id,
    could_approve,
    decisions,
    edits,
    ended,
    is_approver,
    mine,
    notes,
    open_for,
    proposal,
    refusal,
    rule_of,
    target_of,
    waiting_for,
)
from marketplace.approvals.rules import APPROVERS_MAX, NOTE_MAX, difference
from marketplace.approvals.values import (
    Audience,
    Change,
    Decision,
    Edit,
    Facts,
    Note,
    Outcome,
    Proposal,
    Rule,
    State,
    Target,
)

__all__ = [
    "APPROVERS_MAX", "NOTE_MAX", "RULES", "AlreadyDecided", "Audience", "BadNote", "BadRule", "Change", "ChangesAwaited",
    "Decision", "Edit", "Facts", "Kind", "MayNotApprove", "MayNotPropose", "NoProposal", "NobodyCouldApprove", "Note",
    "NothingProposed", "Outcome", "OwnProposal", "Proposal", "ProposalChanged", "ProposalClosed", "ProposalExpired",
    "ProposalOfAnother", "ProposalOpen", "ProposalRefUsed", "ReasonNeeded", "Rule", "State", "Target", "TargetMoved",
    "approve", "approvers", "ask_for_changes", "by_id", "could_approve", "decisions", "difference", "edit", "edits", "ended",
    "is_approver", "kind", "mine", "names", "notes", "open_for", "proposal", "propose", "refusal", "refuse", "register",
    "rule_of", "target_of", "waiting_for", "withdraw", "write_note",
]  # fmt: skip
