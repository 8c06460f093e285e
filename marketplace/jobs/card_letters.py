"""Tells owners what staff did with their cards: looked at a code, took a card away, or made it another's."""

from datetime import datetime
from typing import Any

from marketplace import giftcards, mailings, members, orders, partners, programmes
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.jobs.orders import card_url
from marketplace.jobs.promises import keeps


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


def _write(card: Card, ref: str, template: str, more: dict[str, Any], now: datetime) -> None:
    """The letter goes to whoever owns the card; its link leads behind the sign-in."""
    owner = members.member(card.member_id)
    assert owner is not None, "a card has an owner"
    if not owner.email:
        return
    programme = programmes.get(card.programme_id)
    language = programme.language(owner.language)
    context = {
        "first_name": owner.first_name, "brand": partners.brand(card.brand_id).name(language), "currency": card.currency,
        "value": formats.money(card.value, card.currency, language), "card_url": card_url(card), "when": formats.moment(now, language, programme.time_zone),
    } | more  # fmt: skip
    mailings.write(
        ref, programme=programme, recipient=owner.email, template=template, language=language, context=context, now=now
    )
