"""A card that is taken away: what is left of it is gone, or what was paid for that comes back."""

from datetime import datetime

from marketplace import giftcards, gifts, members, orders
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.support import alone, limits
from marketplace.support.errors import PartnersCode
from marketplace.support.owners import unless_changed
from marketplace.support.queries import only_partner_ends
from marketplace.support.values import Refund

_NOTE = """INSERT INTO withdrawals (programme_id, voiding_id, refund, asked_by, proposal_id, at)
    VALUES (%(programme)s, %(voiding)s, %(refund)s, %(by)s, %(proposal)s, %(now)s)"""


def check_withdrawal(card: Card, refund: Refund, *, by: int, now: datetime) -> None:
    """Raises what `withdraw` would raise, but for what only the card's own row knows. Of a member on hold, too, what was paid comes back: points stay in
    the account that is held, and money goes where it came from.

    Raises:
        members.MemberErased: it is nobody's any more.
        OwnAccount: the card is `by`'s own.
        PartnersCode: its code is the partner's own, who has not said that it is cancelled.
        orders.NothingToRefund: nothing was paid for it that could come back.
        RecentlyChanged, StaffChanged, TooManyIssued: as for a reissue, where something comes back.
    """
    members.must_not_be_erased(card.member_id)
    alone.unless_own(card.member_id, by=by)
    if only_partner_ends(card):
        raise PartnersCode
    if refund == "none":
        return
    unless_changed(card.member_id, now)
    limits.check(card, by=by, now=now)
    if not orders.refundable(card):
        raise orders.NothingToRefund


def withdraw(
    card: Card, reason: str, refund: Refund, *, note: str, by: int, proposal_id: int | None = None, now: datetime
) -> None:
    """Take a card away from its owner, who gets a letter. A gift of it that nobody has claimed ends first.

    Args:
        reason: "fraud", "mistake", "unwanted" or "unusable".
        refund: "none": what is left is gone; "source": what was paid for it goes back to where it came from; "points": its points become
            new ones of the card's owner, while money goes back to its source even so.
        by: the member of staff who asks for it.
        proposal_id: the proposal that another person approved; only a refund to its source may be without.

    Raises:
        OwnAccount, PartnersCode, orders.NothingToRefund, RecentlyChanged, StaffChanged, TooManyIssued: as `check_withdrawal`.
        giftcards.CardNotActive: it is void, spent, given away or expired.
    """
    card = alone.hold(card)
    check_withdrawal(card, refund, by=by, now=now)
    before = card.state
    if card.state == "held" and (waits := gifts.of_card(card.id)) is not None:
        gifts.stop(waits, why=note, now=now)
        card = giftcards.card_by_id(card.id)
    if refund == "none":
        voiding = giftcards.take_away(card, reason, note=note, now=now)
    else:
        voiding = orders.refund(card, reason, note=note, as_new=refund == "points", now=now)
    facts = {"programme": card.programme_id, "voiding": voiding, "refund": refund, "by": by, "proposal": proposal_id}
    execute(_NOTE, facts | {"now": now})
    back = orders.refunded(voiding)
    after = {
        "refund": refund, "reason": reason, "remaining": card.remaining, "points_part": sum(one.points for one in back),
        "money_part": sum(one.money for one in back),
    }  # fmt: skip
    audit.record("support.withdraw", f"giftcard:{card.id}", at=now, why=note, before={"state": before}, after=after)
    limits.note(card, by=by, now=now)
    outbox.send(Topic.GIFTCARDS_WITHDRAWN, ref=str(card.id), now=now)
