"""Keeps what an order promised: its code is obtained and its card issued, and a letter tells that a card is there."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app

from marketplace import codes, giftcards, mailings, members, orders, partners, payments, programmes
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.outbox import NotYet
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.jobs import supplier_orders
from marketplace.jobs.promises import keeps
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.settings import Settings

# The payment itself hurries its order when it is paid; this is for when that was missed.
UNPAID_PAUSE = timedelta(minutes=1)


class OutcomeUnknown(Exception):
    """Anyone who was asked for a code may have sold it or not; the reason, in words that hold no secret."""


class NotToBeHad(Exception):
    """The code cannot be had and was not sold to us; the reason, in words that hold no secret."""


def _of_ours(_order: Order) -> orders.Getting:
    return lambda order: codes.mint(order.brand_id)


# Where the code of an order comes from, by its fulfilment. A source is asked outside any transaction, again after every
# failure, and gives the same thing for the same order; what it returns stores the code, inside one.
SOURCES: dict[str, Callable[[Order], orders.Getting]] = {"own": _of_ours}


@keeps(Topic.ORDERS_ADVANCE)
def advance(ref: str) -> None:
    """Take an order as far as it can go by itself; `ref` is its id.

    What is not known now is asked again when the promise is tried again: never guessed.
    """
    order = orders.order_by_id(int(ref))
    if order.state == "unpaid":
        raise NotYet(clock.now() + UNPAID_PAUSE, "waits for its payment")
    if order.money_part and order.state == "placed" and not payments.is_whole(payments.payment_of("order", order.id)):
        _give_back(order, "the money was withdrawn")
        return
    if order.fulfilment == "stock":
        _issue(order)
        return
    if order.state in ("placed", "unknown") and order.fulfilment == "supplier":
        if not supplier_orders.buy(order):
            return
    elif order.state in ("placed", "unknown"):
        try:
            get = SOURCES[order.fulfilment](order)
        except OutcomeUnknown as why:
            with transaction():
                orders.lose_sight(order.id, str(why), now=clock.now())
            raise
        except NotToBeHad as why:
            with transaction():
                orders.find_again(order.id, sold=False, now=clock.now())
                orders.cancel(order, why=str(why), now=clock.now())
            return
        with transaction():
            orders.obtain(order.id, get, now=clock.now())
    _issue(order)


def _issue(order: Order) -> None:
    """Issue its card; where it can no longer be had, or its money is gone, everything that was paid goes back."""
    try:
        with transaction():
            orders.issue(order.id, now=clock.now())
    except (codes.OutOfStock, payments.NotPaid) as no:
        _give_back(order, "sold out" if isinstance(no, codes.OutOfStock) else "the money was withdrawn")


def _give_back(order: Order, why: str) -> None:
    with transaction():
        orders.cancel(order, why=why, now=clock.now())


@keeps(Topic.GIFTCARDS_DELIVER)
def deliver(ref: str) -> None:
    """Write to the owner that their card is there, once; `ref` is the card's id. The letter links to the card's page."""
    now = clock.now()
    with transaction():
        card = giftcards.followed(giftcards.card_by_id(int(ref)))
        member = members.member(card.member_id)
        assert member is not None, "a card has an owner"
        by_staff = giftcards.came_by(card) in (
            "reissue",
            "rebind",
        )  # that is told whatever he wants to be told otherwise
        if card.state == "void" or not member.email or not (by_staff or members.wants(member.id, "orders")):
            return
        _write(card, member, f"card:{card.id}", now, template="card_changed" if by_staff else "card")
        giftcards.mark_delivered(card.id, now)


@keeps(Topic.GIFTCARDS_RESEND)
def resend(ref: str) -> None:
    """Write to the owner once more, at their own wish; `ref` is the card's id and the number of the letter."""
    card_id, _, number = ref.partition(":")
    with transaction():
        card = giftcards.followed(giftcards.card_by_id(int(card_id)))
        member = members.member(card.member_id)
        assert member is not None, "a card has an owner"
        if card.state != "void" and member.email:
            _write(card, member, f"card:{card.id}:{number}", clock.now())


def _write(card: Card, member: Member, ref: str, now: datetime, *, template: str = "card") -> None:
    programme = programmes.get(card.programme_id)
    language = programme.language(member.language)
    context = {
        "first_name": member.first_name,
        "brand": partners.brand(card.brand_id).name(language),
        "value": formats.money(card.remaining or card.value, card.currency, language),
        "expires_on": card.expires_on,
        "what": giftcards.came_by(card),
        "card_url": card_url(card),
    }
    mailings.write(
        ref, programme=programme, recipient=member.email, template=template, language=language, context=context, now=now
    )


def card_url(card: Card) -> str:
    """The address of a card's page, on the host of its own programme; what it shows lies behind the sign-in."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{programmes.address(settings.public_url, programmes.hosts(card.programme_id))}/cards/{card.public_id}"
