"""Keeps what an order promised: certificates of ours are issued, and a letter tells that a card is there."""

from flask import current_app

from marketplace import giftcards, mailings, members, orders, partners, programmes
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.jobs.promises import keeps
from marketplace.settings import Settings


@keeps(Topic.ORDERS_FULFIL)
def fulfil(ref: str) -> None:
    """Issue the certificate that an order waits for; `ref` is the order's id."""
    with transaction():
        orders.fulfil(int(ref), now=clock.now())


@keeps(Topic.GIFTCARDS_DELIVER)
def deliver(ref: str) -> None:
    """Write to the owner that his card is there, once; `ref` is the card's id. The letter links to the card's page."""
    now = clock.now()
    with transaction():
        card = giftcards.card_by_id(int(ref))
        member = members.member(card.member_id)
        assert member is not None, "a card has an owner"
        if card.state == "void" or not member.email or not members.wants(member.id, "orders"):
            return
        programme = programmes.get(card.programme_id)
        language = programme.language(member.language)
        context = {
            "first_name": member.first_name,
            "brand": partners.brand(card.brand_id).name(language),
            "value": formats.money(card.value, card.currency, language),
            "expires_on": card.expires_on,
            "card_url": card_url(card),
        }
        mailings.write(
            f"card:{card.id}", programme=programme, recipient=member.email, template="card", language=language,
            context=context, now=now,
        )  # fmt: skip
        giftcards.mark_delivered(card.id, now)


def card_url(card: Card) -> str:
    """The address of a card's page, on the host of its own programme; what it shows lies behind the sign-in."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{programmes.address(settings.public_url, programmes.hosts(card.programme_id))}/cards/{card.public_id}"
