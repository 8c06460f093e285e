"""A run of more units than one person may apply alone is an act of two: proposed by one, approved by another."""

from datetime import datetime
from functools import partial

from marketplace import approvals, identity
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute
from marketplace.identity import Permission
from marketplace.runs import known
from marketplace.runs.errors import SecondPersonNeeded
from marketplace.runs.queries import run
from marketplace.runs.values import Kind, Run


def act(kind: str) -> str:
    """The kind of act that applying runs of a kind is, as approvals know it."""
    return f"run_{kind}"


def as_act(kind: Kind, approved: approvals.Apply) -> approvals.Kind:
    """Applying runs of a kind, as an act of two; `approved` has an approved one applied."""
    return approvals.Kind(
        name=act(kind.name), propose=kind.permission, approve=kind.approve or kind.permission, check=_check, target=_target, hold=_hold,
        may_propose=partial(_of_his_partner, kind.permission), apply=approved, size=lambda payload: int(payload["size"]), alone=not kind.by_two,
        unruled=kind.partner_cap is not None, edited=True,
    )  # fmt: skip


def approver_needed(one: Run) -> bool:
    """Whether a run needs a second person: the programme lets one person apply fewer units of this kind."""
    by_two = approvals.kind(act(one.kind)).fewest > 0
    if by_two and not one.size:
        return False  # nothing in it that takes two
    return size_needs_approver(one.programme_id, one.kind, one.size, by_partner=one.partner_id is not None)


def size_needs_approver(programme_id: int, kind: str, size: int, *, by_partner: bool) -> bool:
    """Whether a run of so many units, as its rule counts them, would need a second person; `by_partner`: where a partner's people bring it."""
    cap = known.kind(kind).partner_cap if by_partner else None
    if cap is not None and not approvals.rule_of(programme_id, act(kind)).version:
        return size > cap
    return approvals.approvers_needed(programme_id, act(kind), {"size": size}) > 0


def approved_by(one: Run) -> int | None:
    """The proposal by which another person let it be applied; None where nobody had to."""
    return approvals.applied_for(one.programme_id, act(one.kind), str(one.id))


def proposal_of(one: Run, *, now: datetime) -> Proposal | None:
    """The proposal to apply a run that still waits, if there is one."""
    return approvals.open_for(one.programme_id, act(one.kind), str(one.id), now=now)


def propose(one: Run, by: Actor, *, now: datetime) -> None:
    """Propose to apply a run, as whoever asks for it. A proposal that still waits was made before the run was checked again: the new one takes
    its place as its next version, and who agreed to the old one has not agreed to this.

    Raises:
        SecondPersonNeeded: whoever asks is no person who could propose.
        MayNotPropose, NobodyCouldApprove: as `approvals.propose`.
    """
    before = proposal_of(one, now=now)
    if by.kind != "user" or by.id is None:
        raise SecondPersonNeeded(run=one.id)
    if before is not None:
        approvals.edit(before.id, _facts(one), seen=before.digest, by=by.id, now=now)
        return
    approvals.propose(
        act(one.kind), str(one.id), _facts(one), programme_id=one.programme_id, by=by.id, ref=ids.new_ref(), now=now
    )


def withdraw_own(one: Run, by: Actor, *, now: datetime) -> None:
    """Take back the open proposal to apply a run, where it is this person's own."""
    proposal = proposal_of(one, now=now) if by.kind == "user" else None
    if proposal is not None and proposal.proposed_by == by.id:
        approvals.withdraw(proposal.id, seen=proposal.digest, by=by.id, now=now)


def call_off(one: Run, *, now: datetime) -> None:
    """End the open proposal to apply a run of which nothing can be applied any more, whoever made it."""
    proposal = proposal_of(one, now=now)
    if proposal is not None:
        approvals.call_off(proposal.id, now=now)


def _facts(one: Run) -> Facts:
    return {"file": one.file_name, "to_apply": one.to_apply, "skipped": one.skipped, "size": one.size}


def _of_his_partner(permission: Permission, programme_id: int, subject: str, user_id: int) -> bool:
    one, who = run(int(subject)), identity.user(user_id)
    return who is not None and one.partner_id is not None and identity.can(
        who, permission, programme_id=programme_id, partner_id=one.partner_id
    )  # fmt: skip


def _check(_programme_id: int, _subject: str, payload: Facts) -> Facts:
    return payload


def _target(_programme_id: int, subject: str, _payload: Facts) -> Target:
    """A file stays as it was checked; what it is held against can move, and what becomes of the run."""
    one = run(int(subject))
    if one.state not in ("checked", "awaiting_approval"):
        return Target(one.state, {})
    return Target(f"{one.file_digest.hex()[:32]}:{known.stands(one)}", {})


def _hold(_programme_id: int, subject: str) -> None:
    execute("SELECT FROM runs WHERE id = %(id)s FOR NO KEY UPDATE", {"id": int(subject)})
