"""Tells owners what was done with their cards: staff looked at a code, took a card away, froze or extended it, or made it another's; something came back too late."""

from datetime import date, datetime
from typing import Any

from marketplace import giftcards, identity, mailings, members, orders, partners, programmes, support
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.jobs.orders import card_url
from marketplace.jobs.promises import keeps
from marketplace.members import Member


@keeps(Topic.GIFTCARDS_SEEN)
def seen(ref: str) -> None:
    """Write that staff has seen a code, once for each look; `ref` begins with the card's id."""
    with transaction():
        card = giftcards.card_by_id(int(ref.partition(":")[0]))
        _write(card, f"card_seen:{ref}", "card_seen", {}, clock.now())


@keeps(Topic.GIFTCARDS_WITHDRAWN)
def withdrawn(ref: str) -> None:
    """Write that staff has taken a card away, and what comes back to its owner, once; `ref` is the card's id."""
    with transaction():
        card = giftcards.card_by_id(int(ref))
        voiding = giftcards.voiding_of(card)
        assert voiding is not None, "it was promised together with the voiding"
        back = [one for one in orders.refunded(voiding.id) if one.member_id == card.member_id]
        points, money = sum(one.points for one in back), sum(one.money for one in back)
        _write(card, f"card_withdrawn:{card.id}", "card_withdrawn", {"points": points, "sum": money}, clock.now())


@keeps(Topic.GIFTCARDS_MOVED)
def moved(ref: str) -> None:
    """Write to the former owner of a card that staff has made it another member's, once; `ref` is his card's id."""
    with transaction():
        card = giftcards.card_by_id(int(ref))
        _write(
            card, f"card_moved:{card.id}", "card_changed", {"what": "moved", "expires_on": card.expires_on}, clock.now()
        )


@keeps(Topic.GIFTCARDS_CAME_BACK)
def came_back(ref: str) -> None:
    """Write that something came back to a card after its last day, and until when it can be used now, once; `ref` is the card's id."""
    with transaction():
        card = giftcards.card_by_id(int(ref))
        language = programmes.get(card.programme_id).language(_owner(card).language)
        more = {"left": formats.money(card.remaining, card.currency, language), "expires_on": card.expires_on}
        _write(card, f"card_came_back:{card.id}", "card_came_back", more, clock.now())


@keeps(Topic.GIFTCARDS_EXTENDED)
def extended(ref: str) -> None:
    """Write that staff has put off a card's last day, once for each day; `ref` is the card's id and that day."""
    card_id, _, day = ref.partition(":")
    with transaction():
        card = giftcards.card_by_id(int(card_id))
        if card.state != "void":
            more = {"expires_on": date.fromisoformat(day)}
            _write(card, f"card_extended:{ref}", "card_extended", more, clock.now())


@keeps(Topic.GIFTCARDS_FROZEN)
def frozen(ref: str) -> None:
    """Write that staff has frozen a card for its owner, once for each time; `ref` is the card's id, its event's, and "asked" or "lost".

    Nothing is written of a card that is not frozen any more, or that staff keeps frozen for another reason by now: it would say what is not so.
    """
    card_id, _event, reason = ref.split(":")
    with transaction():
        card = giftcards.card_by_id(int(card_id))
        stop = giftcards.stop_of(card)
        if card.state != "frozen" or (stop is not None and not (reason == "lost" and stop.reported)):
            return
        opens = card.revealed_at is not None and support.only_partner_ends(card)
        _write(card, f"card_frozen:{ref}", "card_frozen", {"lost": reason == "lost", "opens": opens}, clock.now())


@keeps(Topic.GIFTCARDS_REISSUED)
def reissued(ref: str) -> None:
    """Write that a card has another code to the addresses with which its owner signed in before, once; `ref` is the id of the card that ended.

    Whoever takes over an account has its letters come to him first. Whatever the new card has become since, they are told.
    """
    with transaction():
        card = giftcards.card_by_id(int(ref))
        owner = _owner(card)
        addresses = [] if owner.user_id is None else identity.former_addresses(owner.user_id)
        for number, address in enumerate((one for one in addresses if one != owner.email), 1):
            more = {"what": "former", "expires_on": card.expires_on}
            _write(card, f"card_former:{card.id}:{number}", "card_changed", more, clock.now(), to=address)


def _owner(card: Card) -> Member:
    owner = members.member(card.member_id)
    assert owner is not None, "a card has an owner"
    return owner


def _write(card: Card, ref: str, template: str, more: dict[str, Any], now: datetime, *, to: str = "") -> None:
    """The letter goes to whoever owns the card, or to another address of theirs; its link leads behind the sign-in."""
    owner = _owner(card)
    address = to or owner.email
    if not address:
        return
    programme = programmes.get(card.programme_id)
    language = programme.language(owner.language)
    context = {
        "first_name": owner.first_name, "brand": partners.brand(card.brand_id).name(language), "currency": card.currency,
        "value": formats.money(card.value, card.currency, language), "card_url": card_url(card), "when": formats.moment(now, language, programme.time_zone),
    } | more  # fmt: skip
    mailings.write(
        ref, programme=programme, recipient=address, template=template, language=language, context=context, now=now
    )
