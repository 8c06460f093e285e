"""Whether one person is enough. What was given out without a second one within a day counts as one sum: for one member, also under a former number, and
of what comes from the same orders, so that neither splitting a card nor asking one after the other stays below a limit. Nobody acts on an account of his own.
"""

from datetime import datetime, timedelta

from marketplace import giftcards, identity, members, programmes
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.support import limits, owners
from marketplace.support.errors import OwnAccount

BEYOND = 10**15  # larger than any limit: what cannot be compared with it, or must never be done alone
DAY = timedelta(days=1)
# The cards of the same orders: up to what was ordered, and down to all that it has become.
_DONE = """
WITH RECURSIVE up AS (
    SELECT id, succession_id, order_id FROM giftcards WHERE id = %(card)s
    UNION
    SELECT p.id, p.succession_id, p.order_id FROM up
      JOIN giftcard_endings e ON e.succession_id = up.succession_id JOIN giftcards p ON p.id = e.giftcard_id),
kin AS (
    SELECT id FROM up WHERE order_id IS NOT NULL
    UNION
    SELECT c.id FROM kin k JOIN giftcard_endings e ON e.giftcard_id = k.id JOIN giftcards c ON c.succession_id = e.succession_id),
done AS (
    SELECT r.old_card_id AS card, e.amount FROM reissues r JOIN giftcard_endings e ON e.giftcard_id = r.old_card_id
     WHERE r.programme_id = %(programme)s AND r.at > %(since)s AND r.proposal_id IS NULL
    UNION ALL
    SELECT v.giftcard_id, v.amount FROM withdrawals w JOIN giftcard_voidings v ON v.id = w.voiding_id
     WHERE w.programme_id = %(programme)s AND w.at > %(since)s AND w.proposal_id IS NULL)
SELECT coalesce(sum(d.amount), 0) FROM done d JOIN giftcards g ON g.id = d.card
 WHERE g.currency = %(currency)s AND (g.member_id IN (SELECT member_line(member_now(%(member)s))) OR g.id IN (SELECT id FROM kin))"""


def hold(card: Card) -> Card:
    """The card as it is now. Nothing happens to it, nobody holds or merges its owner, and nobody else gives anything out in its programme, until the
    transaction ends. Members are locked before cards, as by whoever spends.
    """
    members.staying(card.member_id)
    held = giftcards.hold(card)
    limits.hold(card.programme_id)
    return held


def size(card: Card, *, now: datetime) -> int:
    """How much one person would have given out with this card, minor units of the programme's currency; BEYOND: it cannot be compared."""
    if card.currency != programmes.get(card.programme_id).currency:
        return BEYOND
    facts = {"card": card.id, "member": card.member_id, "programme": card.programme_id, "currency": card.currency}
    return card.remaining + int(execute(_DONE, facts | {"since": now - DAY}).scalar_one())


def concerned(*member_ids: int) -> list[int]:
    """The users who are these members, or were: of memberships that have become one, each."""
    line = {one for given in member_ids for one in members.line(members.member_now(given).id)}
    found = (members.member(one) for one in sorted(line))
    return [one.user_id for one in found if one is not None and one.user_id is not None]


def unless_own(*member_ids: int, by: int, user_id: int | None = None) -> None:
    """Raises OwnAccount where whoever acts is one of these members, or the colleague whom it is about."""
    if by == user_id or by in concerned(*member_ids):
        raise OwnAccount


def check_giver(member: Member, *, by: int, now: datetime) -> None:
    """Whether somebody of staff may give a member something now, or for them to somebody else.

    Raises:
        OwnAccount: they are this member.
        OwnerHeld, RecentlyChanged: the fraud desk holds the member, or what the member signs in with was changed within the last 24 hours.
        identity.StaffChanged, identity.IssuingSuspended: as `identity.must_be_settled`.
    """
    unless_own(member.id, by=by)
    owners.check_owner(member.id, now=now)
    identity.must_be_settled(by, programme_id=member.programme_id, now=now)
