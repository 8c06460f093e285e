"""Asking for an erasure, and taking that back in time."""

from datetime import datetime, timedelta

from marketplace import members
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.erasures import queries
from marketplace.erasures.errors import CannotErase, ErasureAsked, NoErasure
from marketplace.erasures.values import Erasure
from marketplace.members import Member

TERM = timedelta(days=7)  # in which it can be taken back; 152-FZ gives 30 days from the request
EVIDENCE_MAX = 400


def ask(member: Member, *, by: int, evidence: str = "", now: datetime) -> Erasure:
    """Have a member's data erased when the term is over; a request that stands comes back as it is.

    Args:
        by: the member's own user, or one of staff.
        evidence: how staff knows that the member asked; "" from the member.

    Raises:
        CannotErase: something still moves; it names what.
    """
    member = members.member_now(member.id)
    execute("SELECT pg_advisory_xact_lock(hashtextextended('erasure', %(member)s))", {"member": member.id})
    there = queries.newest(member.id)
    if there is not None and there.state != "taken_back":
        return there
    reasons = queries.in_the_way(member, now)
    if reasons:
        raise CannotErase(reasons=reasons)
    staff = by != member.user_id
    made = execute(
        """INSERT INTO erasures (programme_id, member_id, asked_by, by_staff, evidence, asked_at, due_at)
           VALUES (%(programme)s, %(member)s, %(by)s, %(staff)s, %(evidence)s, %(now)s, %(due)s) RETURNING id""",
        {
            "programme": member.programme_id, "member": member.id, "by": by, "staff": staff, "evidence": evidence.strip()[:EVIDENCE_MAX],
            "now": now, "due": now + TERM,
        },
    ).scalar_one()  # fmt: skip
    audit.record(
        "erasures.ask", f"member:{member.id}", at=now, why=evidence.strip(), before={}, after={"until": (now + TERM).isoformat()}
    )  # fmt: skip
    outbox.send(Topic.ERASURES_ERASE, ref=str(made), now=now, due_at=now + TERM)
    outbox.send(Topic.ERASURES_TELL, ref=f"{made}:asked", now=now)
    return queries.erasure(int(made))


def repeat(member: Member, *, by: int, asked_at: datetime, now: datetime) -> None:
    """Have the data of a member erased again that came back with a backup: asked for then, and due now.

    Args:
        by: who had asked; where the backup does not know them, the member's own user.
    """
    execute("SELECT pg_advisory_xact_lock(hashtextextended('erasure', %(member)s))", {"member": member.id})
    made = execute(
        """INSERT INTO erasures (programme_id, member_id, asked_by, by_staff, evidence, asked_at, due_at)
           SELECT %(programme)s, %(member)s, u.id, u.id <> %(user)s, '', %(asked)s, %(now)s FROM users u
            WHERE u.id IN (%(by)s, %(user)s) ORDER BY u.id = %(by)s DESC LIMIT 1 RETURNING id""",
        {
            "programme": member.programme_id, "member": member.id, "by": by, "user": member.user_id or by, "asked": asked_at, "now": now,
        },
    ).scalar_one()  # fmt: skip
    audit.record("erasures.ask", f"member:{member.id}", at=now, before={}, after={"until": now.isoformat()})
    outbox.send(Topic.ERASURES_ERASE, ref=str(made), now=now)


def must_stay(member: Member) -> None:
    """Raises ErasureAsked: the member's data are about to be erased. None asks for it before the transaction ends."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('erasure', %(member)s))", {"member": member.id})
    there = queries.newest(member.id)
    if there is not None and there.state in ("waiting", "begun"):
        raise ErasureAsked


def take_back(member: Member, *, now: datetime) -> Erasure:
    """Let a member's data stay; asked twice, it is once. Raises NoErasure: nothing was asked for, or it is done or begun."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('erasure', %(member)s))", {"member": member.id})
    there = queries.newest(member.id)
    if there is None or there.state in ("begun", "done"):
        raise NoErasure
    if insert_ended(there.id, "taken_back", now):
        audit.record(
            "erasures.take_back", f"member:{member.id}", at=now, before={"until": there.due_at.isoformat()}, after={}
        )
        outbox.send(Topic.ERASURES_TELL, ref=f"{there.id}:taken_back", now=now)
    return queries.erasure(there.id)


def insert_ended(erasure_id: int, how: str, now: datetime) -> bool:
    """Note how a request ended, once; whether this very call has."""
    ended = execute(
        """INSERT INTO erasure_ends (erasure_id, how, at) VALUES (%(id)s, %(how)s, %(now)s)
           ON CONFLICT (erasure_id) DO NOTHING RETURNING erasure_id""",
        {"id": erasure_id, "how": how, "now": now},
    ).first()
    return ended is not None
