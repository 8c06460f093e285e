"""Members who are held: nothing of value moves by their hand until somebody has looked."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy.exc import DBAPIError

from marketplace import identity
from marketplace.core import audit
from marketplace.core.db import broken_rule, execute
from marketplace.members.errors import MemberErased, MemberHeld, MemberMerged
from marketplace.members.values import Member

HoldKind = Literal["hold", "block"]


class Hold(NamedTuple):
    """How a member is held, and since when."""

    kind: HoldKind
    at: datetime


def held(member_id: int) -> Hold | None:
    """How a member is held now; None: he is free."""
    row = execute(
        "SELECT kind, at FROM member_holds WHERE member_id = %(id)s AND lifted_at IS NULL", {"id": member_id}
    ).first()
    return None if row is None else Hold(row.kind, row.at)


def must_be_unheld(member_id: int) -> None:
    """Raises MemberHeld where a member is held, MemberMerged where he goes on as another; else neither happens until the transaction ends."""
    try:
        execute("SELECT member_unheld(%(id)s)", {"id": member_id})
    except DBAPIError as error:
        named = {"member_held": MemberHeld(), "member_merged": MemberMerged()}.get(broken_rule(error) or "")
        if named is None:
            raise
        raise named from error


def must_not_be_erased(member_id: int) -> None:
    """Raises MemberErased where a member's data were erased: what was theirs is nobody's, and staff does nothing with it any more."""
    if erased_since(member_id) is not None:
        raise MemberErased


def erased_since(member_id: int) -> datetime | None:
    """Since when a member's data are erased, or being erased; None: they are not."""
    found: datetime | None = execute(
        "SELECT at FROM erased_members WHERE member_id = %(id)s", {"id": member_id}
    ).scalar()
    return found


def put_on_hold(member: Member, kind: HoldKind, *, why: str, now: datetime) -> HoldKind:
    """Hold a member; a block also ends his sessions, and this programme is closed to him. Held so already, he stays as he is; a hold becomes a
    block, a block no hold. Returns how he is held now.

    Raises:
        MemberErased: his data were erased.
    """
    execute("SELECT FROM members WHERE id = %(id)s FOR UPDATE", {"id": member.id})
    must_not_be_erased(member.id)
    before = held(member.id)
    if before is not None and kind in (before.kind, "hold"):
        return before.kind
    _lift(member, now)
    execute(
        "INSERT INTO member_holds (member_id, kind, at) VALUES (%(id)s, %(kind)s, %(now)s)",
        {"id": member.id, "kind": kind, "now": now},
    )
    audit.record(
        "members.hold",
        f"member:{member.id}",
        at=now,
        why=why,
        before={"held": before.kind if before else ""},
        after={"held": kind},
    )
    if kind == "block" and member.user_id is not None:
        identity.end_sessions(member.user_id)
    return kind


def lift_hold(member: Member, kind: HoldKind, *, why: str, now: datetime) -> HoldKind | None:
    """Let a member go on who is held in this way; anybody else stays as he is. Returns how he was held; None: he was free."""
    execute("SELECT FROM members WHERE id = %(id)s FOR UPDATE", {"id": member.id})
    before = held(member.id)
    if before is None or before.kind != kind:
        return None if before is None else before.kind
    _lift(member, now)
    audit.record(
        "members.lift_hold", f"member:{member.id}", at=now, why=why, before={"held": before.kind}, after={"held": ""}
    )
    return kind


def _lift(member: Member, now: datetime) -> None:
    execute(
        "UPDATE member_holds SET lifted_at = %(now)s WHERE member_id = %(id)s AND lifted_at IS NULL",
        {"id": member.id, "now": now},
    )
