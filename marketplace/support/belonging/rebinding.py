"""A card that was bound to the wrong member is bound to the right one."""

from datetime import datetime

from marketplace import codes, giftcards, members, orders
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.support import alone, limits, owners, queries
from marketplace.support.errors import AlreadyTheirs, PartnersCode

_NOTE = """INSERT INTO rebindings (programme_id, old_card_id, new_card_id, note, asked_by, proposal_id, at)
    VALUES (%(programme)s, %(old)s, %(new)s, %(note)s, %(by)s, %(proposal)s, %(now)s)"""


def check_rebinding(card: Card, to: Member, *, by: int, now: datetime) -> None:
    """Raises what `rebind` would raise, but for what only the card's own row knows.

    Raises:
        members.MemberErased: the data of either of them were erased.
        AlreadyTheirs: the card is this member's.
        OwnAccount: either of the two is `by`.
        PartnersCode: only the partner can make another code.
        giftcards.CardStopped: it is kept frozen until something is settled.
        OwnerHeld: the fraud desk holds either of them.
        RecentlyChanged: what either of them signs in with was changed within the last 24 hours.
        StaffChanged, TooManyIssued: as for a reissue.
    """
    for one in (card.member_id, to.id):
        members.must_not_be_erased(one)
    if card.member_id == to.id:
        raise AlreadyTheirs
    alone.unless_own(card.member_id, to.id, by=by)
    if not orders.is_ours(card):
        raise PartnersCode
    if giftcards.stop_of(card) is not None:
        raise giftcards.CardStopped
    for one in (card.member_id, to.id):
        owners.check_owner(one, now=now)
    limits.check(card, by=by, now=now)


def rebind(card: Card, to: Member, *, note: str, by: int, proposal_id: int, now: datetime) -> Card:
    """Make a card another member's, under a new code; the old one ends at once, and both owners get a letter. Asked again, the
    first new card comes back.

    Args:
        by: the member of staff who asks for it.
        proposal_id: the proposal that another person approved.

    Raises:
        AlreadyTheirs, OwnAccount, PartnersCode, giftcards.CardStopped, OwnerHeld, RecentlyChanged, StaffChanged, TooManyIssued: as
            `check_rebinding`.
        giftcards.CardNotActive: it is void, spent, given away or expired; a frozen one can be bound anew.
    """
    to = members.staying(to.id)
    card = alone.hold(card)
    before = queries.rebound_as(card)
    if before is not None:
        return before
    check_rebinding(card, to, by=by, now=now)
    new = giftcards.rebind(card, to, codes.mint(card.brand_id), ref=f"rebind:{card.id}", now=now)
    facts = {"programme": card.programme_id, "old": card.id, "new": new.id, "note": note, "by": by}
    execute(_NOTE, facts | {"proposal": proposal_id, "now": now})
    audit.record(
        "support.rebind", f"giftcard:{new.id}", at=now, why=note, before={"card": card.public_id, "member_id": card.member_id},
        after={"card": new.public_id, "member_id": new.member_id, "number": to.number},
    )  # fmt: skip
    limits.note(card, by=by, now=now)
    outbox.send(Topic.GIFTCARDS_MOVED, ref=str(card.id), now=now)
    return new
