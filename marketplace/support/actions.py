"""What support does about a card that its owner cannot use."""

from collections.abc import Collection
from datetime import date, datetime

from marketplace import giftcards, members
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.support import alone, limits, owners, queries, replacing, rules
from marketplace.support.values import Reason

_NOTE = """INSERT INTO reissues (programme_id, old_card_id, new_card_id, reason, identified, risk, note, asked_by, proposal_id, at)
    VALUES (%(programme)s, %(old)s, %(new)s, %(reason)s, %(identified)s, %(risk)s, %(note)s, %(by)s, %(proposal)s, %(now)s)"""


def check(card: Card, identified: Collection[str], *, by: int, now: datetime) -> None:
    """Raises what `reissue` would raise, but for what only the card's own row knows.

    Raises:
        members.MemberErased: it is nobody's any more.
        NotIdentified: fewer than two facts were checked.
        OwnAccount: the card is `by`'s own.
        PartnersCode, NoReplacement: as `replacing.check_replacement`.
        OwnerHeld: the fraud desk holds the owner. RecentlyChanged: what they sign in with was changed within the last 24 hours.
        giftcards.CardStopped: it is kept frozen until something is settled.
        identity.StaffChanged: what `by` signs in with was.
        TooManyIssued: `by` has done so for as many cards within a day as one person may, or a limit of the partner or the programme is reached.
    """
    members.must_not_be_erased(card.member_id)
    rules.proven(identified)
    alone.unless_own(card.member_id, by=by)
    replacing.check_replacement(card)
    stop = giftcards.stop_of(card)
    if stop is not None and not stop.reported:
        raise giftcards.CardStopped
    owners.check_owner(card.member_id, now=now)
    limits.check(card, by=by, now=now)


def reissue(
    card: Card,
    reason: Reason,
    identified: Collection[str],
    *,
    note: str = "",
    by: int,
    proposal_id: int | None = None,
    now: datetime,
) -> Card:
    """Give a card another code: the old one ends at once and everywhere, the new one has what was left, to the same day.

    Args:
        identified: which facts whoever asked could name.
        by: the member of staff who asks for it.
        proposal_id: the proposal that another person approved, where one was needed.

    Returns:
        The new card. Its owner gets a letter, also to the addresses with which they signed in before.

    Raises:
        NotIdentified, OwnAccount, PartnersCode, NoReplacement, OwnerHeld, RecentlyChanged, StaffChanged, TooManyIssued: as `check`.
        giftcards.CardNotActive: it is void, spent or expired; a frozen one can be reissued, also one that was reported lost. Asked again, the first new card comes back.
    """
    card = alone.hold(card)
    before = queries.reissue_of(card)
    if before is not None and before.old_card == card.public_id:
        return giftcards.card_of_programme(before.new_card, card.programme_id)
    check(card, identified, by=by, now=now)
    named = rules.proven(identified)
    risk = rules.risk(queries.known(card, now), named)
    giftcards.end_report(card, note=note, now=now)
    new = replacing.reissued(card, ref=f"reissue:{card.id}", now=now)
    facts = {"reason": reason, "identified": named, "risk": risk.score}
    execute(
        _NOTE,
        facts | {"programme": card.programme_id, "old": card.id, "new": new.id, "note": note, "by": by, "proposal": proposal_id, "now": now},
    )  # fmt: skip
    audit.record(
        "support.reissue", f"giftcard:{new.id}", at=now, why=note,
        before={"card": card.public_id, "last4": card.last4}, after=facts | {"card": new.public_id, "last4": new.last4},
    )  # fmt: skip
    limits.note(card, by=by, now=now)
    outbox.send(Topic.GIFTCARDS_REISSUED, ref=str(card.id), now=now)
    return new


def extend(card: Card, until: date, reason: str, *, note: str, by: int, now: datetime) -> Card:
    """Put off a card's last day. What is left on it counts towards the limits of a day, as another code for it would. Its owner gets a letter.

    Args:
        reason: "fault", "shop_closed" or "goodwill".
        by: the member of staff who does it.

    Raises:
        OwnAccount: the card is `by`'s own.
        StaffChanged, TooManyIssued: as for a reissue.
        giftcards.CardNotActive, giftcards.CodeEndsFirst, giftcards.NotLater: as `giftcards.extend`.
    """
    card = alone.hold(card)
    alone.unless_own(card.member_id, by=by)
    limits.check(card, by=by, now=now)
    then = giftcards.extend(card, until, reason, note=note, now=now)
    if then.expires_on != card.expires_on:
        limits.note(then, by=by, now=now)
        outbox.send(Topic.GIFTCARDS_EXTENDED, ref=f"{card.id}:{then.expires_on}", now=now)
    return then
