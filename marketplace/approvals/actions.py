"""What may be done with proposals: propose, edit, decide, withdraw, talk. The last approval applies the act."""

import json
from datetime import datetime
from typing import NoReturn

from marketplace import identity
from marketplace.approvals import kinds, queries, rules
from marketplace.approvals.book import DECIDED, PROPOSED
from marketplace.approvals.errors import (
    BY_CODE,
    BadNote,
    MayNotApprove,
    MayNotPropose,
    NobodyCouldApprove,
    NotEditable,
    NothingProposed,
    ProposalChanged,
    ProposalOpen,
    ProposalRefUsed,
    TargetMoved,
)
from marketplace.approvals.kinds import Kind
from marketplace.approvals.values import Audience, Facts, Outcome, Proposal
from marketplace.core import audit, ids, own_seals
from marketplace.core.db import execute

_VERBS: dict[Outcome, str] = {
    "approved": "approve", "refused": "refuse", "changes_requested": "ask_for_changes", "withdrawn": "withdraw",
}  # fmt: skip


def propose(
    kind: str,
    subject: str,
    payload: Facts,
    *,
    programme_id: int,
    by: int,
    ref: str,
    base: str = "",
    why: str = "",
    now: datetime,
) -> Proposal:
    """Propose an act for 24 hours. The same ref again gives the same proposal.

    Args:
        payload: the facts as they shall be; JSON, never a secret.
        by: the user who proposes.
        ref: fresh, of `ids.new_ref`.
        base: the version of the target that they saw; left out, it is made against whatever stands now.

    Raises:
        TargetMoved: the target is not as they saw it.
        MayNotPropose: they may not propose such acts.
        identity.StaffChanged, identity.IssuingSuspended: value leaves by it, and what they sign in with was changed within the last 24 hours, or
            the fraud desk has suspended them.
        NothingProposed: the target is like that already.
        NobodyCouldApprove: fewer people than are needed could approve this.
        ProposalOpen: another proposal for the subject still waits.
        ProposalRefUsed: the ref is another proposal's.
        Refusal: the kind's own, for an act that could not be applied.
    """
    of = kinds.kind(kind)
    _must_propose(of, programme_id, subject, by, now)
    facts = of.check(programme_id, subject, payload)
    execute(
        "SELECT proposal_hold_subject(%(programme)s, %(kind)s, %(subject)s)",
        {"programme": programme_id, "kind": kind, "subject": subject},
    )
    before = _before(ref, (programme_id, kind, subject, by), now)
    if before is not None:
        return before
    waiting = queries.open_for(programme_id, kind, subject, now=now)
    if waiting is not None:
        raise ProposalOpen(ref=waiting.ref)
    row = execute(
        """INSERT INTO proposals (ref, programme_id, kind, subject, proposed_by, proposed_at, why)
           VALUES (%(ref)s, %(programme)s, %(kind)s, %(subject)s, %(by)s, %(now)s, %(why)s)
           ON CONFLICT (ref) DO NOTHING RETURNING id""",
        {
            "ref": ref, "programme": programme_id, "kind": kind, "subject": subject, "by": by, "now": now,
            "why": rules.note(why)[:1000],
        },
    ).first()  # fmt: skip
    if row is None:
        raise ProposalRefUsed
    made = _write(of, queries.Head(row.id, ref, programme_id, subject), facts, base=base, number=1, by=by, now=now)
    audit.record("approvals.propose", f"proposal:{made.id}", at=now, why=why, after=_told(made))
    return made


def edit(proposal_id: int, payload: Facts, *, seen: bytes, base: str = "", by: int, now: datetime) -> Proposal:
    """Write the next version against the target as it stands now: approvals are void, and who edits cannot approve.

    Args:
        seen: the digest of the version that was edited.
        base: as in `propose`.

    Raises:
        MayNotPropose, NothingProposed, NobodyCouldApprove, TargetMoved: as in `propose`.
        ProposalChanged: somebody else edited it in the meantime.
        ProposalClosed, ProposalExpired: it waits no more.
        Refusal: the kind's own.
    """
    held = _held(proposal_id, now)
    own_seals.must_be_sealed(PROPOSED, held.id)
    of = kinds.kind(held.kind)
    _must_propose(of, held.programme_id, held.subject, by, now)
    if held.digest != seen:
        raise ProposalChanged
    if not held.open:
        _refuse("proposal_expired" if held.state == "expired" else "proposal_closed", held)
    facts = of.check(held.programme_id, held.subject, payload)
    head = queries.Head(held.id, held.ref, held.programme_id, held.subject)
    made = _write(of, head, facts, base=base, number=held.number + 1, by=by, now=now)
    audit.record("approvals.edit", f"proposal:{held.id}", at=now, before=_told(held), after=_told(made))
    return made


def approve(proposal_id: int, *, seen: bytes, by: int, note: str = "", now: datetime) -> Proposal:
    """Agree to the version that was seen. With the last approval that is needed the act is applied, in this transaction.

    Raises:
        MayNotApprove, OwnProposal, identity.StaffChanged: another person has to decide.
        identity.IssuingSuspended: value leaves by it, and they, or whoever proposed it, are suspended.
        ProposalChanged, ChangesAwaited, AlreadyDecided, ProposalClosed, ProposalExpired: not this version, or not now.
        TargetMoved: what it would change is no longer as it was; nothing is approved.
        Refusal: the kind's own, when it can no longer be applied; nothing is approved.
        own_seals.NotOurs: somebody else has written what was proposed, or that somebody agreed.
    """
    held = _held(proposal_id, now)
    own_seals.must_be_sealed(PROPOSED, held.id)
    of = kinds.kind(held.kind)
    _must_decide(held, "approved", seen, by, now)
    if of.gives:
        identity.must_be_settled(by, programme_id=held.programme_id, now=now)
        identity.must_not_be_suspended(held.proposed_by, held.programme_id)
    of.hold(held.programme_id, held.subject)
    found = queries.target_of(held).version
    if found != held.base:
        raise TargetMoved(base=held.base, found=found)
    approved = _decide(held, "approved", by, note, now)
    if approved.approvals < approved.approvals_needed:
        return approved
    own_seals.must_be_sealed(DECIDED, *queries.agreed(held))
    execute(
        "INSERT INTO proposal_applications (proposal_id, digest, applied_at) VALUES (%(id)s, %(digest)s, %(now)s)",
        {"id": held.id, "digest": held.digest, "now": now},
    )
    of.apply(approved, now)
    applied = queries.by_id(held.id, now=now)
    audit.record("approvals.apply", f"proposal:{held.id}", at=now, before=_told(approved), after=_told(applied))
    return applied


def refuse(proposal_id: int, *, seen: bytes, by: int, note: str, now: datetime) -> Proposal:
    """Say no to a proposal and end it; the note tells the person who proposed it why. Raises as `approve`, and ReasonNeeded."""
    return _say(proposal_id, "refused", seen, by, note, now)


def ask_for_changes(proposal_id: int, *, seen: bytes, by: int, note: str, now: datetime) -> Proposal:
    """Send a proposal back: it waits for an edit. Raises as `approve`, ReasonNeeded, and NotEditable: nobody could edit it."""
    if not kinds.kind(queries.by_id(proposal_id, now=now).kind).edited:
        raise NotEditable
    return _say(proposal_id, "changes_requested", seen, by, note, now)


def withdraw(proposal_id: int, *, seen: bytes, by: int, now: datetime) -> Proposal:
    """Take one's own proposal back. Raises ProposalOfAnother, ProposalChanged, ProposalClosed, ProposalExpired."""
    return _say(proposal_id, "withdrawn", seen, by, "", now)


def call_off(proposal_id: int, *, now: datetime) -> Proposal:
    """End a proposal whose act cannot be done any more: taken back for whoever made it, and the audit says who did so. Raises ProposalClosed,
    ProposalExpired."""
    held = _held(proposal_id, now)
    return _say(proposal_id, "withdrawn", held.digest, held.proposed_by, "", now)


def write_note(proposal_id: int, body: str, *, audience: Audience, by: int, ref: str = "", now: datetime) -> None:
    """Write beside a proposal, for everyone who may see it or among those who may approve it; sent again with the same form (`ref`) it stands once.

    Raises:
        BadNote: empty or too long.
        MayNotApprove: a note among approvers by somebody who is not one of them.
    """
    held = _held(proposal_id, now)
    text = rules.note(body)
    if not text:
        raise BadNote(most=rules.NOTE_MAX)
    if audience == "approvers" and not queries.is_approver(held, by):
        raise MayNotApprove
    written = execute(
        """INSERT INTO proposal_notes (proposal_id, audience, written_by, written_at, body, ref)
           VALUES (%(id)s, %(audience)s, %(by)s, %(now)s, %(body)s, %(ref)s) ON CONFLICT (ref) DO NOTHING RETURNING id""",
        {"id": held.id, "audience": audience, "by": by, "now": now, "body": text, "ref": ids.once(ref, text)},
    ).first()
    if written is not None:
        audit.record("approvals.write_note", f"proposal:{held.id}", at=now, after={"audience": audience})


def _held(proposal_id: int, now: datetime) -> Proposal:
    """The proposal, with everybody else who would change it waiting until this transaction ends."""
    execute("SELECT proposal_hold(%(id)s)", {"id": proposal_id})
    return queries.by_id(proposal_id, now=now)


def _before(ref: str, of: tuple[int, str, str, int], now: datetime) -> Proposal | None:
    row = execute(
        "SELECT id, programme_id, kind, subject, proposed_by FROM proposals WHERE ref = %(ref)s", {"ref": ref}
    ).first()
    if row is None:
        return None
    if (row.programme_id, row.kind, row.subject, row.proposed_by) != of:
        raise ProposalRefUsed
    return queries.by_id(row.id, now=now)


def _write(of: Kind, head: queries.Head, facts: Facts, *, base: str, number: int, by: int, now: datetime) -> Proposal:
    target = of.target(head.programme_id, head.subject, facts)
    if base not in ("", target.version):
        raise TargetMoved(base=base, found=target.version)
    if not rules.changes(target.facts, facts):
        raise NothingProposed
    needed = max(1, queries.approvers_needed(head.programme_id, of.name, facts))  # what is proposed is also approved
    execute(
        """INSERT INTO proposal_versions
               (proposal_id, number, digest, payload, base, before, about, approvals_needed, edited_by, edited_at, expires_at)
           VALUES (%(id)s, %(number)s, %(digest)s, %(payload)s::jsonb, %(base)s, %(before)s::jsonb, %(about)s, %(needed)s, %(by)s, %(now)s,
                   %(ends)s)""",
        {
            "id": head.id, "number": number, "payload": _json(facts), "base": target.version, "before": _json(target.facts),
            "digest": rules.digest(head.ref, number, of.name, head.subject, target.version, facts), "about": sorted(set(of.about(head.programme_id, head.subject, facts))), "needed": needed, "by": by, "now": now,
            "ends": now + rules.LASTS,
        },
    )  # fmt: skip
    own_seals.seal(PROPOSED, head.id)
    made = queries.by_id(head.id, now=now)
    could = len(queries.could_approve(made))
    if could < needed:
        raise NobodyCouldApprove(needed=needed, could=could)
    return made


def _say(proposal_id: int, outcome: Outcome, seen: bytes, by: int, note: str, now: datetime) -> Proposal:
    held = _held(proposal_id, now)
    _must_decide(held, outcome, seen, by, now)
    return _decide(held, outcome, by, note, now)


def _must_propose(of: Kind, programme_id: int, subject: str, by: int, now: datetime) -> None:
    staff = identity.people_who(of.propose, programme_id=programme_id)
    if not any(one.id == by for one in staff) and not of.may_propose(programme_id, subject, by):
        raise MayNotPropose
    if of.gives:
        identity.must_be_settled(by, programme_id=programme_id, now=now)


def _must_decide(held: Proposal, outcome: Outcome, seen: bytes, by: int, now: datetime) -> None:
    """The database would refuse all of this as well, but for the roles; asked first, it can be said in words."""
    code = execute(
        "SELECT proposal_refusal(%(id)s, %(seen)s, %(outcome)s, %(by)s, %(now)s)",
        {"id": held.id, "seen": seen, "outcome": outcome, "by": by, "now": now},
    ).scalar_one()
    if code:
        _refuse(code, held)
    if outcome != "withdrawn" and not queries.is_approver(held, by):
        raise MayNotApprove


def _refuse(code: str, held: Proposal) -> NoReturn:
    raise BY_CODE[code](ref=held.ref)


def _decide(held: Proposal, outcome: Outcome, by: int, note: str, now: datetime) -> Proposal:
    text = rules.note(note, outcome)
    decision = execute(
        """INSERT INTO proposal_decisions (proposal_id, digest, outcome, decided_by, decided_at, note)
           VALUES (%(id)s, %(digest)s, %(outcome)s, %(by)s, %(now)s, %(note)s) RETURNING id""",
        {"id": held.id, "digest": held.digest, "outcome": outcome, "by": by, "now": now, "note": text},
    ).scalar_one()
    own_seals.seal(DECIDED, decision)
    made = queries.by_id(held.id, now=now)
    audit.record(
        f"approvals.{_VERBS[outcome]}", f"proposal:{held.id}", at=now, why=text, before=_told(held), after=_told(made)
    )
    return made


def _told(proposal: Proposal) -> dict[str, object]:
    """A proposal as the audit keeps it: what it says stands in its versions, found by the digest."""
    return {
        "kind": proposal.kind, "subject": proposal.subject, "state": proposal.state, "number": proposal.number,
        "digest": proposal.digest.hex(), "approvals": proposal.approvals, "approvals_needed": proposal.approvals_needed,
    }  # fmt: skip


def _json(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False)
