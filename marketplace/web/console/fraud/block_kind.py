"""Blocking a member as an act of two: what is proposed, how the member stands, what happens once it is approved."""

from datetime import datetime

from marketplace import approvals, fraud, members
from marketplace.approvals import Facts, Proposal, Target
from marketplace.fraud import NobodyToHold, Signal
from marketplace.identity import Permission

BLOCK = "member_block"


def payload(of: Signal) -> Facts:
    """The facts of a block as they are proposed."""
    return {"signal": of.kind, "score": of.score}


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    if _signal(programme_id, subject).member_id is None:
        raise NobodyToHold
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A member changes by being held or released meanwhile."""
    member_id = _signal(programme_id, subject).member_id
    held = None if member_id is None else members.held(member_id)
    return Target(held.kind if held else "free", dict.fromkeys(facts, ""))


def _hold(programme_id: int, subject: str) -> None:
    _signal(programme_id, subject)


def _apply(proposal: Proposal, now: datetime) -> None:
    fraud.block(_signal(proposal.programme_id, proposal.subject), why=proposal.why, now=now)


def _signal(programme_id: int, subject: str) -> Signal:
    return fraud.signal(int(subject), programme_id=programme_id)


approvals.register(
    approvals.Kind(
        name=BLOCK, propose=Permission.FRAUD_DECIDE, approve=Permission.FRAUD_APPROVE, check=_check, target=_target, hold=_hold, apply=_apply,
    )
)  # fmt: skip
