"""Whether value may go to a member by the hand of staff, or move away from them, now: the fraud desk does not hold them, and nobody has just taken
their account over.
"""

from datetime import datetime

from marketplace import identity, members
from marketplace.support.errors import OwnerHeld, RecentlyChanged


def check_owner(member_id: int, *, now: datetime) -> None:
    """Raises OwnerHeld: the fraud desk has put them on hold or blocked them. RecentlyChanged: what they sign in with was changed within the last 24 hours."""
    unless_held(member_id)
    unless_changed(member_id, now)


def unless_held(member_id: int) -> None:
    """Raises OwnerHeld. It stays true until the transaction ends where the member's row was taken before, as `alone.hold` takes it."""
    if members.held(member_id) is not None:
        raise OwnerHeld


def unless_changed(member_id: int, now: datetime) -> None:
    """Raises RecentlyChanged. Whoever has taken over an account changes what one signs in with first; its owner gets a letter about that, and a day to write."""
    user_id = _user_of(member_id)
    changed = None if user_id is None else identity.changed_at(user_id)
    if changed is not None and changed > now - identity.QUIET:
        raise RecentlyChanged(until=(changed + identity.QUIET).isoformat())


def wrote_undisturbed(member_id: int, at: datetime, *, now: datetime) -> bool:
    """Whether what was written from a member's account can be taken for theirs: nothing that one signs in with was changed within the 24 hours before
    it was written, nor within the last 24 hours.
    """
    user_id = _user_of(member_id)
    changes = [] if user_id is None else identity.changes(user_id, since=at - identity.QUIET)
    return not any(one <= at or one > now - identity.QUIET for one in changes)


def _user_of(member_id: int) -> int | None:
    owner = members.member(member_id)
    return None if owner is None else owner.user_id
