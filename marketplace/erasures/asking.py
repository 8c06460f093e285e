"""Asking for an erasure, and taking that back in time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from marketplace import members, support
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.erasures import queries
from marketplace.erasures.errors import CannotErase, ErasureAsked, NoErasure
from marketplace.erasures.values import End, Erasure
from marketplace.members import Member

TERM = timedelta(days=7)  # in which it can be taken back; 152-FZ gives 30 days from the request
EVIDENCE_MAX = 400


def ask(member: Member, *, by: int, evidence: str = "", identified: Collection[str] = (), now: datetime) -> Erasure:
    """Have a member's data erased when the term is over; a request that stands comes back as it is.

    Args:
        by: the member's own user, or one of staff.
        evidence: how staff knows that the member asked; "" from the member.
        identified: which facts whoever asked staff could name (support.IDENTIFIED).

    Raises:
        support.NotIdentified: staff has checked fewer facts than are needed.
        CannotErase: something still moves; it names what.
    """
    member = _held_as_they_are_now(member)
    there = queries.newest(member.id)
    if there is not None and there.state not in ("taken_back", "overtaken"):
        return there
    named = support.proven(identified) if by != member.user_id else []
    reasons = queries.in_the_way(member, now)
    if reasons:
        raise CannotErase(reasons=reasons)
    made = _insert(
        member, by=by, evidence=evidence.strip()[:EVIDENCE_MAX], identified=named, asked_at=now, due_at=now + TERM
    )
    after = {"until": (now + TERM).isoformat()} | ({"identified": named} if named else {})
    audit.record("erasures.ask", f"member:{member.id}", at=now, why=evidence.strip(), before={}, after=after)
    outbox.send(Topic.ERASURES_ERASE, ref=str(made), now=now, due_at=now + TERM)
    outbox.send(Topic.ERASURES_TELL, ref=f"{made}:asked", now=now)
    return queries.erasure(made)


def _held_as_they_are_now(member: Member) -> Member:
    """Lock the membership that this one goes on as, also where it became another while we waited for the lock."""
    now = members.member_now(member.id)
    _hold(now)
    later = members.member_now(now.id)
    return later if later.id == now.id else _held_as_they_are_now(later)


def repeat(member: Member, *, asked_at: datetime, now: datetime) -> Erasure:
    """Have the data of a member erased again that came back with a backup: asked for then, and due now. Asked twice, it is once.

    A request that came back with them is taken up, where it is due; one that was made since is overtaken.
    """
    _hold(member)
    there = queries.newest(member.id)
    if there is not None and there.stands and there.due_at <= now:
        outbox.send(Topic.ERASURES_ERASE, ref=str(there.id), now=now)
        return there
    if there is not None and there.stands:
        insert_ended(there.id, "overtaken", now)
    made = _insert(member, by=None, evidence="", identified=(), asked_at=asked_at, due_at=now)
    audit.record("erasures.ask", f"member:{member.id}", at=now, before={}, after={"until": now.isoformat()})
    outbox.send(Topic.ERASURES_ERASE, ref=str(made), now=now)
    return queries.erasure(made)


def _insert(
    member: Member, *, by: int | None, evidence: str, identified: Collection[str], asked_at: datetime, due_at: datetime
) -> int:
    facts = {
        "programme": member.programme_id, "member": member.id, "by": by, "staff": by is not None and by != member.user_id, "evidence": evidence,
        "identified": list(identified), "asked": asked_at, "due": due_at,
    }  # fmt: skip
    made = execute(
        """INSERT INTO erasures (programme_id, member_id, asked_by, by_staff, evidence, identified, asked_at, due_at)
           VALUES (%(programme)s, %(member)s, %(by)s, %(staff)s, %(evidence)s, %(identified)s, %(asked)s, %(due)s) RETURNING id""",
        facts,
    )
    return int(made.scalar_one())


def _hold(member: Member) -> None:
    """Nobody else asks for it, takes it back or goes on with it before the transaction ends."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('erasure', %(member)s))", {"member": member.id})


def must_stay(member: Member) -> None:
    """Raises ErasureAsked: the member's data are about to be erased. None asks for it before the transaction ends."""
    _hold(member)
    there = queries.newest(member.id)
    if there is not None and there.stands:
        raise ErasureAsked


def take_back(member: Member, *, now: datetime) -> Erasure:
    """Let a member's data stay; asked twice, it is once. Raises NoErasure: nothing was asked for, or it is done or begun."""
    _hold(member)
    there = queries.newest(member.id)
    if there is None or there.state in ("begun", "done"):
        raise NoErasure
    if insert_ended(there.id, "taken_back", now):
        audit.record(
            "erasures.take_back", f"member:{member.id}", at=now, before={"until": there.due_at.isoformat()}, after={}
        )
        outbox.send(Topic.ERASURES_TELL, ref=f"{there.id}:taken_back", now=now)
    return queries.erasure(there.id)


def insert_ended(erasure_id: int, how: End, now: datetime) -> bool:
    """Note how a request ended, once; whether this very call has."""
    ended = execute(
        """INSERT INTO erasure_ends (erasure_id, how, at) VALUES (%(id)s, %(how)s, %(now)s)
           ON CONFLICT (erasure_id) DO NOTHING RETURNING erasure_id""",
        {"id": erasure_id, "how": how, "now": now},
    ).first()
    return ended is not None
