"""How many people an act needs, what an approver's digest stands for, what a note may be."""

import hashlib
import json
from datetime import timedelta

from marketplace.approvals.errors import BadNote, BadRule, ReasonNeeded
from marketplace.approvals.values import Change, Facts, Outcome, Proposal, Rule
from marketplace.core.bounds import COLUMN_MAX

LASTS = timedelta(hours=24)
NOTE_MAX = COLUMN_MAX["proposal_notes.body"]
APPROVERS_MAX = COLUMN_MAX["approval_rules.approvers"]


def needed(rule: Rule, size: int | None) -> int:
    """How many people have to approve an act of this size."""
    if rule.cap is not None and rule.approvers_over_cap is not None and size is not None and size > rule.cap:
        return rule.approvers_over_cap
    return rule.approvers


def digest(ref: str, number: int, kind: str, subject: str, base: str, payload: Facts) -> bytes:
    """SHA-256 over everything that an approver agrees to, as canonical JSON."""
    whole = [ref, number, kind, subject, base, payload]
    return hashlib.sha256(
        json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).digest()


def changes(before: Facts, payload: Facts) -> list[Change]:
    """The facts that would be others, in the payload's order."""
    return [Change(name, before.get(name), after) for name, after in payload.items() if before.get(name) != after]


def difference(proposal: Proposal) -> list[Change]:
    """What a proposal would change, against the target as it stood when it was written."""
    return changes(proposal.before, proposal.payload)


def note(body: str, outcome: Outcome | None = None) -> str:
    """A note as it is stored. Raises BadNote; ReasonNeeded where a "no" comes without one."""
    text = body.replace("\r\n", "\n").strip()
    if len(text) > NOTE_MAX or "\0" in text:
        raise BadNote(most=NOTE_MAX)
    if outcome in ("refused", "changes_requested") and not text:
        raise ReasonNeeded
    return text


def rule(payload: Facts, fewest: int) -> Rule:
    """The rule that a payload describes; `fewest` people have to approve in any case. Raises BadRule."""
    made = Rule(
        approvers=payload["approvers"], cap=payload["cap"], approvers_over_cap=payload["approvers_over_cap"],
        roles=tuple(payload["roles"]),
    )  # fmt: skip
    _must(fewest <= made.approvers <= APPROVERS_MAX, "approvers", f"{fewest} to {APPROVERS_MAX}")
    _must(
        (made.cap is None) == (made.approvers_over_cap is None),
        "approvers_over_cap",
        "a cap and its approvers come together",
    )
    if made.cap is not None and made.approvers_over_cap is not None:
        _must(0 <= made.cap < 2**63, "cap", "not negative")
        _must(
            made.approvers < made.approvers_over_cap <= APPROVERS_MAX, "approvers_over_cap", "more than below the cap"
        )
    return made


def _must(holds: bool, field: str, reason: str) -> None:
    if not holds:
        raise BadRule(field=field, reason=reason)
