"""What may be done with gifts.

Whoever ends a gift locks its card first, so that of claiming, taking back and letting it lapse one is first and the others see it.
"""

from datetime import datetime, timedelta
from typing import Any

from marketplace import codes, giftcards, identity, members, orders, programmes
from marketplace.core import audit, emails, ids, outbox
from marketplace.core.db import execute, insert_once
from marketplace.core.formats import masked_email
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.gifts import queries, rules, words
from marketplace.gifts.errors import (
    BadGift,
    GiftCorrected,
    GiftEnded,
    GiftOnHold,
    GiftSeen,
    GiftSent,
    OwnGift,
    TooManyGiftLetters,
    TooManyGifts,
)
from marketplace.gifts.values import Gift, How, Wanted
from marketplace.members import Member

_LETTER = """INSERT INTO gift_letters (gift_id, number, to_name, email, message, signed, design, language, send_at, ends_at, written_at, by_staff)
    VALUES (%(gift)s, %(number)s, %(to_name)s, %(email)s, %(message)s, %(signed)s, %(design)s, %(language)s, %(send_at)s, %(ends_at)s, %(now)s, %(by_staff)s)
    RETURNING id"""
_OF_DAY = "SELECT count(*) FROM gifts WHERE giver_id IN (SELECT member_line(%(giver)s)) AND given_at > %(since)s"
_END = """INSERT INTO gift_ends (gift_id, how, member_id, new_card_id, at) VALUES (%(gift)s, %(how)s, %(member)s, %(card)s, %(now)s)"""
_EVENT = """INSERT INTO gift_letter_events (letter_id, kind, at) VALUES (%(letter)s, %(kind)s, %(now)s) ON CONFLICT DO NOTHING RETURNING letter_id"""


def give(giver: Member, public_id: str, wanted: Wanted, *, ref: str, now: datetime) -> Gift:
    """Give a card to somebody: it is set aside at once, and its letter leaves when it is to.

    Args:
        public_id: the giver's own card.
        ref: the form's own; sent again, the first gift comes back.

    Raises:
        giftcards.CardNotFound: no such card of this member.
        giftcards.CardNotActive: it is frozen, given already, void, spent or expired.
        members.MemberHeld: nothing of value moves by the giver’s hand.
        GiftSeen: a partner's code that somebody has seen.
        BadGift: the address, a text, the look, the day or the word cannot be taken.
        TooManyGifts: as many as one may give on a day.
    """
    card = giftcards.card(public_id, giver.id)
    known = execute(
        "SELECT id FROM gifts WHERE giver_id = %(giver)s AND asked_as = %(ref)s", {"giver": giver.id, "ref": ref}
    ).scalar()
    if known is not None:
        return queries.gift(known)
    members.must_be_unheld(giver.id)
    wanted = _checked(wanted, card, now)
    card = giftcards.hold(card)  # nobody sees its code from here on
    if card.revealed_at is not None and not orders.is_ours(card):
        raise GiftSeen
    execute("SELECT pg_advisory_xact_lock(hashtextextended('gifts of ' || %(giver)s, 5))", {"giver": giver.id})
    since = {"giver": giver.id, "since": now - timedelta(days=1)}
    if execute(_OF_DAY, since).scalar_one() >= rules.GIFTS_A_DAY:
        raise TooManyGifts(limit=rules.GIFTS_A_DAY)
    giftcards.set_aside(card, now=now)
    facts = {
        "programme_id": card.programme_id,
        "giver_id": giver.id,
        "giftcard_id": card.id,
        "asked_as": ref,
        "given_at": now,
    }
    gift_id = insert_once("gifts", ["giver_id", "asked_as"], ref=ids.new_ref(), **facts)
    assert gift_id is not None, "the card's row is held, so nobody else gives it under this ref"
    words.keep(gift_id, wanted.word)
    _write(gift_id, 1, wanted, card, now)
    audit.record(
        "gifts.give",
        f"giftcard:{card.id}",
        at=now,
        after={"gift_id": gift_id, "send_at": wanted.send_at, "email": masked_email(wanted.email)},
    )
    return queries.gift(gift_id)


def change(of: Gift, wanted: Wanted, *, by_staff: bool = False, now: datetime) -> Gift:
    """Write another letter for a gift: anything of it before it was sent, the address and what it says at once afterwards.

    Raises:
        GiftEnded: nobody waits for it. BadGift: as `give`. GiftSent: it was sent to this very address. TooManyGiftLetters.
        members.MemberHeld: its giver is held.
    """
    of = _held(of)
    members.must_be_unheld(of.giver_id)
    if of.sent_at is not None and of.email == emails.plain(wanted.email) and not of.bounced_at:
        raise GiftSent
    if of.number >= rules.LETTERS_MAX:
        raise TooManyGiftLetters(limit=rules.LETTERS_MAX)
    card = giftcards.card_by_id(of.giftcard_id)
    wanted = _checked(wanted, card, now)
    words.keep(of.id, wanted.word)
    _write(of.id, of.number + 1, wanted, card, now, by_staff=by_staff)
    before = {"email": masked_email(of.email), "send_at": of.send_at}
    after = {"email": masked_email(wanted.email), "send_at": wanted.send_at}
    audit.record("gifts.change", f"giftcard:{card.id}", at=now, before=before, after=after)
    return queries.gift(of.id)


def correct(of: Gift, *, to_name: str, email: str, why: str, proposal_id: int | None = None, now: datetime) -> Gift:
    """Staff sends a gift to another address, with all that its giver wrote and the same word; the former letter's link is dead at once.
    Nobody claims it then without the word, so that staff who mistype, or worse, give nothing away.

    Args:
        proposal_id: the proposal that is applied in this transaction; needed where staff has corrected it before.

    Raises as `change`, and GiftCorrected: it takes two people now.
    """
    of = _held(of)
    if of.by_staff and proposal_id is None:
        raise GiftCorrected
    wanted = Wanted(
        to_name, email, of.message, of.signed, of.design, of.language, max(of.send_at, now), words.word_of(of)
    )
    then = change(of, wanted, by_staff=True, now=now)
    before, after = {"email": masked_email(of.email)}, {"email": masked_email(then.email)}
    audit.record(
        "gifts.correct", f"giftcard:{of.giftcard_id}", at=now, why=why, before=before, after=after
    )  # fmt: skip
    outbox.send(Topic.GIFTS_NEWS, ref=f"{of.id}:corrected:{then.number}", now=now)
    return then


def take_back(of: Gift, *, now: datetime) -> Gift:
    """End a gift that nobody has claimed: the card is its giver's again. Raises GiftEnded, but for one that was taken back already."""
    return _give_back(of, "taken_back", now)


def decline(of: Gift, *, now: datetime) -> Gift:
    """Let whoever it was sent to refuse it: the card is its giver's again. Raises GiftEnded."""
    return _give_back(of, "declined", now)


def stop(of: Gift, *, why: str, now: datetime) -> Gift:
    """Let staff end a gift that nobody has claimed, so that its card can be frozen or taken away: it is its giver's again. Raises GiftEnded."""
    return _give_back(of, "stopped", now, why=why)


def lapse(of: Gift, *, now: datetime) -> bool:
    """End a gift that nobody has claimed in time; returns whether this did it."""
    fresh = queries.gift(of.id)
    if not fresh.open or now < fresh.ends_at:
        return False
    return _give_back(fresh, "lapsed", now).ended_at == now


def claim(of: Gift, member: Member, *, now: datetime) -> Card:
    """Make a gift its recipient's: the giver's card ends, another of the same value and last day is `member`'s.

    The entry point has seen a sign-in, or `words.prove` the word. Claimed again by the same member, the same card comes back.

    Raises:
        GiftEnded: it was taken back, has lapsed, or somebody else has claimed it. OwnGift: it is his own.
        GiftOnHold: its giver is held: it waits until somebody has looked.
    """
    member = members.staying(member.id)
    if member.id == members.member_now(of.giver_id).id:
        raise OwnGift
    giftcards.hold(giftcards.card_by_id(of.giftcard_id))
    fresh = queries.gift(of.id)
    if fresh.new_card_id is not None and fresh.member_id == member.id:
        return giftcards.card_by_id(fresh.new_card_id)
    if not fresh.open:
        raise GiftEnded(how=fresh.how)
    _unless_on_hold(fresh)
    card = giftcards.card_by_id(of.giftcard_id)
    code = codes.mint(card.brand_id) if orders.is_ours(card) else None
    new = giftcards.give(card, member, code, ref=f"gift:{of.ref}", now=now)
    execute(_END, {"gift": of.id, "how": "claimed", "member": member.id, "card": new.id, "now": now})
    after = {"gift_id": of.id, "member_id": member.id, "card": new.public_id}
    audit.record(
        "gifts.claim",
        f"giftcard:{card.id}",
        at=now,
        before={"member_id": of.giver_id, "card": card.public_id},
        after=after,
    )
    outbox.send(Topic.GIFTS_NEWS, ref=f"{of.id}:claimed", now=now)
    return new


def recipient(of: Gift, *, now: datetime) -> Member:
    """Whom a gift's address belongs to: the member who signs in with it, else a guest, who is known by this address alone."""
    user = identity.user_by_email(of.email)
    member = members.reached_through(user.id, of.programme_id) if user is not None else None
    if member is not None:
        return member
    return members.guest(
        programmes.get(of.programme_id), email=of.email, first_name=of.to_name, language=of.language, now=now
    )


def new_word(of: Gift, word: str, *, now: datetime) -> None:
    """Let the giver choose another word, with all tries anew. Raises GiftEnded, BadGift, members.MemberHeld: its giver is held."""
    held = _held(of)
    members.must_be_unheld(held.giver_id)
    words.keep(held.id, word)
    audit.record(
        "gifts.change_word", f"giftcard:{of.giftcard_id}", at=now, before={"gift_id": of.id}, after={"gift_id": of.id}
    )


def note_sent(of: Gift, *, now: datetime) -> None:
    """Note that the letter was written; once."""
    _note(of, "sent", now)


def note_seen(of: Gift, *, now: datetime) -> None:
    """Note that somebody, or a mail scanner, has opened the letter's link; once."""
    _note(of, "seen", now)


def note_bounced(of: Gift, *, now: datetime) -> None:
    """Note that the letter cannot be delivered; once, and its giver is told."""
    if _note(of, "bounced", now) and of.open:
        outbox.send(Topic.GIFTS_NEWS, ref=f"{of.id}:bounced:{of.number}", now=now)


def _give_back(of: Gift, how: How, now: datetime, *, why: str = "") -> Gift:
    giftcards.hold(giftcards.card_by_id(of.giftcard_id))
    fresh = queries.gift(of.id)
    if fresh.how == how:
        return fresh
    if not fresh.open:
        raise GiftEnded(how=fresh.how)
    giftcards.give_back(giftcards.card_by_id(of.giftcard_id), now=now, why=why or how)
    execute(_END, {"gift": of.id, "how": how, "member": None, "card": None, "now": now})
    audit.record(
        "gifts.end",
        f"giftcard:{of.giftcard_id}",
        at=now,
        why=why or how,
        before={"gift_id": of.id},
        after={"gift_id": of.id, "how": how},
    )
    if how != "taken_back":
        outbox.send(Topic.GIFTS_NEWS, ref=f"{of.id}:{how}", now=now)
    return queries.gift(of.id)


def _held(of: Gift) -> Gift:
    """The gift as it is now; nobody ends it before this transaction does. Raises GiftEnded."""
    giftcards.hold(giftcards.card_by_id(of.giftcard_id))
    fresh = queries.gift(of.id)
    if not fresh.open:
        raise GiftEnded(how=fresh.how)
    return fresh


def _unless_on_hold(of: Gift) -> None:
    """Raises GiftOnHold; else nobody holds the giver until the transaction ends."""
    try:
        members.must_be_unheld(of.giver_id)
    except members.MemberHeld:
        raise GiftOnHold from None


def _checked(wanted: Wanted, card: Card, now: datetime) -> Wanted:
    asked = rules.cleaned(wanted, now)
    zone = programmes.get(card.programme_id).time_zone
    field = rules.fault(asked, now=now, last_day=card.expires_on, zone=zone)
    if field:
        raise BadGift(field=field)
    return asked


def _write(gift_id: int, number: int, wanted: Wanted, card: Card, now: datetime, *, by_staff: bool = False) -> None:
    ends = rules.ends_at(wanted.send_at, card.expires_on, programmes.get(card.programme_id).time_zone)
    facts: dict[str, Any] = {
        "to_name": wanted.to_name, "email": wanted.email, "message": wanted.message, "signed": wanted.signed, "design": wanted.design,
        "language": wanted.language, "send_at": wanted.send_at, "by_staff": by_staff,
    }  # fmt: skip
    letter = execute(_LETTER, facts | {"gift": gift_id, "number": number, "ends_at": ends, "now": now}).scalar_one()
    outbox.send(Topic.GIFTS_SEND, ref=str(letter), now=now, due_at=wanted.send_at)
    outbox.send(Topic.GIFTS_LAPSE, ref=f"{gift_id}:{number}", now=now, due_at=ends)


def _note(of: Gift, kind: str, now: datetime) -> bool:
    return execute(_EVENT, {"letter": of.letter_id, "kind": kind, "now": now}).first() is not None
