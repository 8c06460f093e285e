"""A bank card that was bound to the wrong member: it stops earning for them, and what it has earned is known."""

from datetime import datetime
from typing import NamedTuple

from marketplace import members
from marketplace.members import Member
from marketplace.support.accounts import queries


class Bound(NamedTuple):
    """A bank card that earns for a member, and what it has earned for them, minor units of points, less what refunds and staff took back."""

    id: int
    last4: str
    bound_at: datetime
    earned: int


def bound(member: Member) -> list[Bound]:
    """The bank cards that earn for a member now, oldest first."""
    return [
        Bound(
            one.id,
            one.last4,
            one.bound_at,
            queries.earned_left(member.id, one.token),
        )
        for one in members.cards(member.id)
    ]


def bound_card(member: Member, card_id: int) -> Bound:
    """One of them. Raises members.NoSuchCard: another's and an unbound one alike."""
    found = next((one for one in bound(member) if one.id == card_id), None)
    if found is None:
        raise members.NoSuchCard
    return found
