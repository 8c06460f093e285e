"""Two memberships of one person: the one goes on as the other. Who somebody is now, and whose history is theirs."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from marketplace import identity, programmes
from marketplace.core.db import broken_rule, execute
from marketplace.members import actions, queries
from marketplace.members.errors import MemberHeld, MemberIsStaff, MemberMerged, MergedWithSelf, NotAgreed
from marketplace.members.standing import holds
from marketplace.members.values import Member

_MERGE = "SELECT member_merge(%(from)s, %(into)s, %(proposal)s, %(tier)s, %(why)s, %(now)s, %(today)s)"


class TakenIn(NamedTuple):
    """A membership that goes on as another, and since when."""

    member: Member
    at: datetime


def member_now(member_id: int) -> Member:
    """The member as whom this one goes on today; themselves, where they do not."""
    found = queries.now_of(member_id)
    assert found is not None, "a member is never deleted"
    return found


def staying(member_id: int) -> Member:
    """The same, and nobody else's until the transaction ends: whoever merges them waits. Ask before anything else is locked."""
    while True:
        execute("SELECT FROM members WHERE id = %(id)s FOR KEY SHARE", {"id": member_id})
        found = member_now(member_id)
        if found.id == member_id:
            return found
        member_id = found.id


def line(member_id: int) -> list[int]:
    """The ids of a member and of all whom went on as them: whose history is theirs."""
    return list(execute("SELECT member_line(%(id)s)", {"id": member_id}).scalars())


def goes_on(member_id: int) -> bool:
    """Whether this membership goes on as another."""
    return bool(execute("SELECT member_now(%(id)s) <> %(id)s", {"id": member_id}).scalar_one())


def taken_in(member_id: int) -> list[TakenIn]:
    """The memberships that go on as this one, directly or through others, the newest first."""
    rows = execute(
        """SELECT from_member_id, at FROM member_merges WHERE from_member_id IN (SELECT member_line(%(id)s)) ORDER BY id DESC""",
        {"id": member_id},
    ).all()
    return [TakenIn(found, row.at) for row in rows if (found := queries.member(row.from_member_id)) is not None]


def merged_of_user(user_id: int, programme_id: int) -> Member | None:
    """The membership that a user had in a programme and that goes on as another; None where there is none."""
    found = queries.of_user_once(user_id, programme_id)
    return found if found is not None and goes_on(found.id) else None


def reached_through(user_id: int, programme_id: int) -> Member | None:
    """Who a user is in a programme; where their membership goes on as another, that one. None: they are no member."""
    found = queries.of_user_once(user_id, programme_id)
    return None if found is None else member_now(found.id)


def check_merge(of: Member, into: Member) -> None:
    """Raises what `merge` would raise, but for what only the members' own rows know.

    Raises:
        MergedWithSelf: it is the same membership, or of another programme.
        MemberMerged: the first goes on as another already, or the second does; facts: number, of the one that stands.
        MemberHeld: one of them is held. MemberIsStaff: one of them signs in as staff.
    """
    if of.id == into.id or of.programme_id != into.programme_id:
        raise MergedWithSelf
    for one in (of, into):
        if goes_on(one.id):
            raise MemberMerged(number=member_now(one.id).number)
        if holds.held(one.id) is not None:
            raise MemberHeld
        if one.user_id is not None and identity.grants(one.user_id):
            raise MemberIsStaff


def better(of: Member, into: Member) -> str:
    """The higher of two members' levels, by the order of their programme."""
    places = {tier.slug: place for place, tier in enumerate(programmes.tiers(of.programme_id))}
    return max((into.tier, of.tier), key=lambda slug: places.get(slug, -1))


def hold_both(of: Member, into: Member) -> None:
    """Lock two members, in one order: nothing that asks for them begins before the transaction ends."""
    execute("SELECT FROM members WHERE id = ANY (%(ids)s) ORDER BY id FOR UPDATE", {"ids": [of.id, into.id]})


def merge(of: Member, into: Member, *, proposal_id: int, why: str, now: datetime) -> None:
    """Have a membership go on as another: points and debts move, the better level stays, bank cards earn there from now on, keys end.

    Who signs in for the second stays; where nobody does, who signed in for the first does so now, and letters go to that address.

    Args:
        proposal_id: the proposal that was approved and is applied in this transaction.

    Raises:
        As `check_merge`, and NotAgreed: the proposal is about something else, or has been used.
    """
    check_merge(of, into)
    facts = {
        "from": of.id, "into": into.id, "proposal": proposal_id, "tier": better(of, into), "why": why[:1000], "now": now,
        "today": programmes.get(of.programme_id).day(now),
    }  # fmt: skip
    try:
        execute(_MERGE, facts)
    except DBAPIError as error:
        raise _named(error) from error
    _sign_in(of, into, now)
    for client in identity.clients(of.programme_id):
        if client.member_id == of.id:
            identity.revoke_client(client.id, now=now)


def _sign_in(of: Member, into: Member, now: datetime) -> None:
    """Whoever signs in for the first has the second's letters from now on, or is no member any more and signed out."""
    if into.user_id is None and of.user_id is not None:
        actions.change_email(of.user_id, of.email, now=now)
    elif of.user_id is not None:
        identity.end_sessions(of.user_id)


def named_refusal(rule: str) -> MemberHeld | MemberMerged | NotAgreed | None:
    """The refusal that a rule of the database stands for; None: another rule."""
    found: dict[str, MemberHeld | MemberMerged | NotAgreed] = {
        "member_held": MemberHeld(), "member_merged": MemberMerged(), "merge_agreed": NotAgreed(),
    }  # fmt: skip
    return found.get(rule)


def _named(error: DBAPIError) -> Exception:
    return named_refusal(broken_rule(error) or "") or error
