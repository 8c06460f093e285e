"""What may be asked about proposals, and who could approve them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple

from marketplace import identity
from marketplace.approvals import kinds, rules
from marketplace.approvals.errors import NoProposal
from marketplace.approvals.values import Decision, Edit, Facts, Note, Proposal, Rule, Target
from marketplace.core.db import execute

_COLUMNS = ", ".join(f"p.{field.name}" for field in fields(Proposal))
_OPEN = "p.state IN ('waiting', 'changes_requested')"


class Head(NamedTuple):
    """What stays the same in all versions of a proposal."""

    id: int
    ref: str
    programme_id: int
    subject: str


def proposal(ref: str, *, programme_id: int, now: datetime) -> Proposal:
    """The proposal with this ref. Raises NoProposal, also for one of another programme."""
    return _one("p.ref = %(ref)s AND p.programme_id = %(programme)s", {"ref": ref, "programme": programme_id}, now)


def about(member_ids: Sequence[int]) -> list[int]:
    """The proposals that concern one of these members, whatever became of them."""
    rows = execute(
        "SELECT DISTINCT proposal_id FROM proposal_versions WHERE about && %(ids)s::bigint[] ORDER BY 1",
        {"ids": list(member_ids)},
    )
    return [int(one) for one in rows.scalars()]


def by_id(proposal_id: int, *, now: datetime) -> Proposal:
    """The proposal with this id. Raises NoProposal."""
    return _one("p.id = %(id)s", {"id": proposal_id}, now)


def open_for(programme_id: int, kind: str, subject: str, *, now: datetime) -> Proposal | None:
    """The proposal that still waits for this subject, if there is one."""
    where = f"p.programme_id = %(programme)s AND p.kind = %(kind)s AND p.subject = %(subject)s AND {_OPEN}"
    found = _many(where, {"programme": programme_id, "kind": kind, "subject": subject}, now, limit=1)
    return found[0] if found else None


def proposed_for(
    programme_id: int, subjects: Sequence[str], *, since: datetime, until: datetime, now: datetime
) -> list[Proposal]:
    """What was proposed for these subjects from one moment to another, in order, whatever became of it."""
    where = """p.programme_id = %(programme)s AND p.subject = ANY (%(subjects)s::text[]) AND p.proposed_at >= %(since)s AND p.proposed_at <= %(until)s"""
    facts = {"programme": programme_id, "subjects": list(subjects), "since": since, "until": until}
    return _many(where, facts, now, order="p.id")


def applied_for(programme_id: int, kind: str, subject: str) -> int | None:
    """The id of the last proposal for this subject that was approved and applied; None: there is none."""
    row = execute(
        """SELECT p.id FROM proposals p JOIN proposal_applications a ON a.proposal_id = p.id
            WHERE p.programme_id = %(programme)s AND p.kind = %(kind)s AND p.subject = %(subject)s ORDER BY p.id DESC LIMIT 1""",
        {"programme": programme_id, "kind": kind, "subject": subject},
    ).first()
    return row.id if row else None


def waiting_for(user_id: int, *, programme_id: int, now: datetime) -> list[Proposal]:
    """What this person can decide now, the one that expires first first."""
    asked = execute(
        "SELECT DISTINCT kind FROM proposals_at(%(now)s) WHERE programme_id = %(programme)s AND state = 'waiting'",
        {"programme": programme_id, "now": now},
    ).scalars()
    # Every page of the desk counts this; who may approve is asked only of what waits.
    decidable = [name for name in asked if any(p.id == user_id for p in approvers(name, programme_id))]
    if not decidable:
        return []
    where = """p.programme_id = %(programme)s AND p.state = 'waiting' AND p.kind = ANY (%(kinds)s)
               AND proposal_refusal(p.id, p.digest, 'approved', %(user)s, %(now)s) = ''"""
    found = _many(
        where, {"programme": programme_id, "user": user_id, "kinds": decidable}, now, order="p.expires_at, p.id"
    )
    return [one for one in found if not _concerns(one, user_id)]


def mine(user_id: int, *, programme_id: int, now: datetime) -> list[Proposal]:
    """What this person proposed or edited and what still waits, newest first."""
    where = f"p.programme_id = %(programme)s AND %(user)s = ANY (p.authors) AND {_OPEN}"
    return _many(where, {"programme": programme_id, "user": user_id}, now)


def ended(*, programme_id: int, now: datetime, limit: int, before: int | None = None) -> list[Proposal]:
    """What was applied, refused, withdrawn or has expired, newest first; `before` is the id of the last one seen."""
    where = f"p.programme_id = %(programme)s AND NOT ({_OPEN}) AND (%(before)s::bigint IS NULL OR p.id < %(before)s)"
    return _many(where, {"programme": programme_id, "before": before}, now, limit=limit)


def decisions(proposal_id: int) -> list[Decision]:
    """What was said to a proposal and to which version of it, in order."""
    rows = execute(
        """SELECT d.outcome, v.number, d.decided_by AS by, d.decided_at AS at, d.note
             FROM proposal_decisions d JOIN proposal_versions v USING (proposal_id, digest)
            WHERE d.proposal_id = %(id)s ORDER BY d.id""",
        {"id": proposal_id},
    )
    return [Decision(**row) for row in rows.mappings()]


def agreed(proposal: Proposal) -> list[int]:
    """The ids of the approvals of this version of a proposal."""
    rows = execute(
        "SELECT id FROM proposal_decisions WHERE proposal_id = %(id)s AND digest = %(digest)s AND outcome = 'approved'",
        {"id": proposal.id, "digest": proposal.digest},
    )
    return list(rows.scalars())


def edits(proposal_id: int) -> list[Edit]:
    """The versions of a proposal, in order."""
    rows = execute(
        """SELECT number, edited_by AS by, edited_at AS at FROM proposal_versions
            WHERE proposal_id = %(id)s ORDER BY number""",
        {"id": proposal_id},
    )
    return [Edit(**row) for row in rows.mappings()]


def notes(proposal: Proposal, *, reader: int) -> list[Note]:
    """What was written beside a proposal, in order; notes among approvers only for who could approve it."""
    rows = execute(
        """SELECT audience, written_by AS by, written_at AS at, body FROM proposal_notes
            WHERE proposal_id = %(id)s AND (audience = 'everyone' OR %(all)s) ORDER BY id""",
        {"id": proposal.id, "all": is_approver(proposal, reader)},
    )
    return [Note(**row) for row in rows.mappings()]


def rule_of(programme_id: int, kind: str) -> Rule:
    """How a kind of act is approved in a programme now."""
    row = execute(
        """SELECT version, approvers, cap, approvers_over_cap, roles FROM approval_rules
            WHERE programme_id = %(programme)s AND kind = %(kind)s ORDER BY version DESC LIMIT 1""",
        {"programme": programme_id, "kind": kind},
    ).mappings().first()  # fmt: skip
    if row is None:
        of = kinds.kind(kind)
        return Rule(approvers=of.fewest, cap=of.cap, approvers_over_cap=None if of.cap is None else 1)
    return Rule(**(row | {"roles": tuple(row["roles"])}))


def approvers_needed(programme_id: int, kind: str, payload: Facts) -> int:
    """How many people would have to approve such an act; 0: it needs no proposal."""
    size = kinds.kind(kind).size
    return rules.needed(rule_of(programme_id, kind), size(payload) if size else None)


def approvers(kind: str, programme_id: int, rule: Rule | None = None) -> list[identity.Person]:
    """Who may approve acts of a kind in a programme, by the rule that holds or by another one."""
    held = rule or rule_of(programme_id, kind)
    people = identity.people_who(kinds.kind(kind).approve, programme_id=programme_id)
    return [one for one in people if not held.roles or set(held.roles) & one.roles]


def could_approve(proposal: Proposal) -> list[identity.Person]:
    """Who may approve this proposal: nobody who proposed or edited it or whose own account it is about, whatever else they are."""
    barred = {
        *proposal.authors,
        *kinds.kind(proposal.kind).concerned(proposal.programme_id, proposal.subject, proposal.payload),
    }
    return [one for one in approvers(proposal.kind, proposal.programme_id) if one.id not in barred]


def is_approver(proposal: Proposal, user_id: int) -> bool:
    """Whether this person is one of those who may approve the proposal."""
    return any(one.id == user_id for one in could_approve(proposal))


def refusal(proposal: Proposal, user_id: int, *, now: datetime) -> str:
    """Why this person cannot decide about the proposal now: the code of the refusal; "" if they can."""
    if not is_approver(proposal, user_id) and user_id not in proposal.authors:
        return "may_not_approve"
    found = execute(
        "SELECT proposal_refusal(%(id)s, %(digest)s, 'approved', %(user)s, %(now)s)",
        {"id": proposal.id, "digest": proposal.digest, "user": user_id, "now": now},
    )
    return str(found.scalar_one())


def target_of(proposal: Proposal) -> Target:
    """How the target of a proposal stands now; it has moved when the version is another than the proposal's base."""
    return kinds.kind(proposal.kind).target(proposal.programme_id, proposal.subject, proposal.payload)


def _concerns(of: Proposal, user_id: int) -> bool:
    return user_id in kinds.kind(of.kind).concerned(of.programme_id, of.subject, of.payload)


def _one(where: str, parameters: Mapping[str, Any], now: datetime) -> Proposal:
    found = _many(where, parameters, now, limit=1)
    if not found:
        raise NoProposal
    return found[0]


def _many(
    where: str, parameters: Mapping[str, Any], now: datetime, *, order: str = "p.id DESC", limit: int = 100
) -> list[Proposal]:
    sql = f"SELECT {_COLUMNS} FROM proposals_at(%(now)s) p WHERE {where} ORDER BY {order} LIMIT %(limit)s"  # noqa: S608 - our own text
    rows = execute(sql, {**parameters, "now": now, "limit": limit}).mappings()
    return [Proposal(**(row | {"digest": bytes(row["digest"]), "authors": tuple(row["authors"])})) for row in rows]
