"""Why nothing can be spent of a card any more, in one sentence, with what was on it and where that is now; the same on every page of the desk."""

from datetime import date
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import giftcards, members, orders, support
from marketplace.core import formats
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.web.console.withdrawal_words import WHYS
from marketplace.web.shared import filters
from marketplace.web.shared.security import may


def _(text: str, **facts: str) -> str:
    """A text in the visitor's language."""
    return str(gettext(text, **facts))


_CAUSES = {
    "reissue": _l("it got another code"), "gift": _l("it was given as a gift"), "rebind": _l("it got another owner"),
    "membership": _l("two memberships became one"), "split": _l("it was split"), "merge": _l("it was merged with others"),
    "exchange": _l("it was exchanged for another brand"),
}  # fmt: skip


class Ended(NamedTuple):
    """How a card ended: in words, what was on it then in minor units of its currency, and pages where it goes on, each with its label."""

    why: str
    had: int
    links: list[tuple[str, str]]


def of(card: Card, today: date) -> Ended | None:
    """How a card ended; None while it can be spent, or released and spent."""
    state = card.state_on(today)
    if state == "replaced":
        return _replaced(card)
    if state == "void":
        return _void(card)
    if state == "expired":
        return Ended(_("Its last day was %(day)s.", day=filters.day(card.expires_on)), card.remaining, [])
    if state == "spent":
        return Ended(_("It is used up."), 0, [])
    return None


def partner_takes(card: Card) -> bool:
    """Whether freezing a card does not keep its code from being used: it is the partner's own, was shown, and its partner has not cancelled it."""
    return card.revealed_at is not None and support.only_partner_ends(card)


def ownerless(card: Card) -> str:
    """That a card is nobody's any more, because its owner's data were erased; "" where it has an owner."""
    erased = members.erased_since(card.member_id)
    if erased is None:
        return ""
    return _(
        "Its owner’s data were erased on %(moment)s. Nobody can open it or get another code; whoever holds the code can use it until %(day)s.",
        moment=filters.moment(erased), day=filters.day(card.expires_on),
    )  # fmt: skip


def _replaced(card: Card) -> Ended:
    how = giftcards.succeeded(card)
    if how is None:
        return Ended(_("It was replaced."), 0, [])
    into = [
        (formats.masked_code(one.last4), url_for("console.cards.show", public_id=one.public_id)) for one in how.cards
    ]
    said = _(
        "Replaced on %(moment)s: %(cause)s. Its money is on:", moment=filters.moment(how.at), cause=_CAUSES[how.cause]
    )
    return Ended(said, how.amount, into)


def _void(card: Card) -> Ended:
    voiding = giftcards.voiding_of(card)
    if voiding is not None:
        why = _(
            "Taken away by staff on %(moment)s: %(why)s.", moment=filters.moment(voiding.at), why=_said(voiding.reason)
        )
        return Ended(why, voiding.amount, [])
    order = None if card.order_id is None else orders.order_by_id(card.order_id)
    if order is None or order.cancelled_at is None:
        return Ended(_("It was taken back."), card.remaining, [])
    link = [(order.number, url_for("console.orders.show", number=order.number))] if may(Permission.MEMBERS_READ) else []
    why = _(
        "Its order was cancelled on %(moment)s, and what was paid went back.", moment=filters.moment(order.cancelled_at)
    )
    return Ended(why, card.remaining, link)


def _said(reason: str) -> str:
    words = str(WHYS[reason])
    return words[0].lower() + words[1:]
