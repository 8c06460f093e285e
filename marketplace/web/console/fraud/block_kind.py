"""Blocking a member, and letting one who is blocked go on, as acts of two: what is proposed, how the member stands, what happens in the end."""

from collections.abc import Callable
from datetime import datetime

from marketplace import approvals, fraud, members, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.fraud import NobodyToHold, NotBlocked, Signal
from marketplace.identity import Permission

BLOCK = "member_block"
UNBLOCK = "member_unblock"


def payload(of: Signal, number: str = "") -> Facts:
    """The facts of either as they are proposed; `number`: whom of several members it is about."""
    return {"signal": of.kind, "score": of.score, "member": number}


def about(proposal: Proposal) -> Signal:
    """The signal of a proposal, as one about its member."""
    return _signal(proposal.programme_id, proposal.subject, proposal.payload)


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    of = _signal(programme_id, subject, facts)
    if of.member_id is None or of.of_victim:
        raise NobodyToHold
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A member changes by being held or released meanwhile."""
    member_id = _signal(programme_id, subject, facts).member_id
    held = None if member_id is None else members.held(member_id)
    return Target(held.kind if held else "free", dict.fromkeys(facts, ""))


def _hold(programme_id: int, subject: str) -> None:
    fraud.signal(int(subject), programme_id=programme_id)


def _apply(proposal: Proposal, now: datetime) -> None:
    fraud.block(about(proposal), why=proposal.why, now=now)


def _undo(proposal: Proposal, now: datetime) -> None:
    fraud.unblock(about(proposal), why=proposal.why, now=now)


def _check_blocked(programme_id: int, subject: str, facts: Facts) -> Facts:
    member_id = _signal(programme_id, subject, facts).member_id
    held = None if member_id is None else members.held(member_id)
    if held is None or held.kind != "block":
        raise NotBlocked
    return facts


def _about(programme_id: int, subject: str, facts: Facts) -> list[int]:
    member_id = _signal(programme_id, subject, facts).member_id
    return [] if member_id is None else [member_id]


def _concerned(programme_id: int, subject: str, facts: Facts) -> list[int]:
    return support.concerned(*_about(programme_id, subject, facts))


def _signal(programme_id: int, subject: str, facts: Facts) -> Signal:
    found, number = fraud.signal(int(subject), programme_id=programme_id), facts.get("member", "")
    return fraud.aimed(found, number) if number else found


def _kind(name: str, check: Callable[[int, str, Facts], Facts], apply: approvals.Apply) -> approvals.Kind:
    return approvals.Kind(
        name=name, propose=Permission.FRAUD_DECIDE, approve=Permission.FRAUD_APPROVE, check=check, target=_target, hold=_hold, apply=apply,
        about=_about, concerned=_concerned,
    )  # fmt: skip


approvals.register(_kind(BLOCK, _check, _apply))
approvals.register(_kind(UNBLOCK, _check_blocked, _undo))
