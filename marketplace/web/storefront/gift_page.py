"""What the pages of gifts say of a gift: the card on it, where it stands, and what happened to it."""

from dataclasses import dataclass
from datetime import date

from babel.dates import get_timezone_location
from flask import g
from flask_babel import gettext

from marketplace import giftcards, gifts, partners
from marketplace.core import formats
from marketplace.giftcards import Card
from marketplace.gifts import Gift
from marketplace.web.shared import filters
from marketplace.web.storefront.card_page import Happening, Status


@dataclass(frozen=True, slots=True)
class Face:
    """The card as it stands on a gift: its brand, and what is on it."""

    brand: partners.Brand
    value: int
    currency: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class GiftPage:
    """A gift with its card and all that its giver may know of it."""

    gift: Gift
    card: Card
    face: Face

    @property
    def status(self) -> Status:
        """Where it stands, as its badge says it."""
        return status(self.gift)

    @property
    def word(self) -> str:
        """The word that the giver tells."""
        return gifts.word_of(self.gift)

    @property
    def locked(self) -> bool:
        """Whether too many wrong words were typed."""
        return gifts.tries_left(self.gift) == 0

    @property
    def last_day(self) -> date:
        """The day on which it returns, if nobody claims it; the card's last one where that comes first."""
        last: date = g.programme.day(self.gift.ends_at)
        return min(last, self.card.expires_on)

    @property
    def zone(self) -> str:
        """The city by whose time the programme says its hours, in the reader's language."""
        return str(get_timezone_location(g.programme.time_zone, locale=filters.language(), return_city=True))

    @property
    def story(self) -> list[Happening]:
        """What happened to it, newest first."""
        return _story(self.gift)


def look(of: Gift) -> GiftPage:
    """A gift with its card."""
    card = giftcards.card_by_id(of.giftcard_id)
    return GiftPage(of, card, face(card))


def face(card: Card) -> Face:
    """What of a card is shown on a gift; of one that has gone on, what it was worth."""
    return Face(
        partners.brand(card.brand_id), giftcards.left_at_last(card) or card.value, card.currency, card.expires_on
    )


def status(of: Gift) -> Status:
    """Where a gift stands."""
    return {
        "waiting": Status(gettext("Not sent yet"), "", "clock"),
        "sent": Status(gettext("Sent"), "accent", "mail"),
        "bounced": Status(gettext("Not delivered"), "bad", "circle-alert"),
        "claimed": Status(gettext("Claimed"), "good", "check"),
        "taken_back": Status(gettext("Taken back by you"), "", "undo-2"),
        "declined": Status(gettext("Returned to you"), "", "undo-2"),
        "lapsed": Status(gettext("Returned to you"), "", "hourglass"),
        "withheld": Status(gettext("Ended"), "bad", "ban"),
        "stopped": Status(gettext("Ended by us"), "", "ban"),
    }[of.state]


def _story(of: Gift) -> list[Happening]:
    address = formats.masked_email(of.email).replace("…", "\u2060…\u2060")
    told = [
        Happening(
            gettext("You gave the card"),
            gettext("Recipient: %(name)s", name=of.to_name),
            *_at(of.given_at),
            "gift",
        )
    ]
    if of.sent_at:
        told.append(
            Happening(
                gettext("We sent the email"),
                gettext("To %(address)s, with the link", address=address),
                *_at(of.sent_at),
                "mail",
            )
        )
    if of.bounced_at:
        at = _at(of.bounced_at)
        told.append(
            Happening(gettext("The email was returned"), gettext("Correct the address"), *at, "circle-alert", "bad")
        )
    if of.seen_at:
        about = gettext("Perhaps by %(name)s, perhaps by a mail filter", name=of.to_name)
        told.append(Happening(gettext("The link was opened"), about, *_at(of.seen_at), "eye"))
    if of.how and of.ended_at:
        told.append(_ending(of.how, of))
    return told[::-1]


def _ending(how: str, of: Gift) -> Happening:
    """How it ended; a gift that could wait no longer than its card has brought nothing back."""
    word, tone = {
        "claimed": (gettext("%(name)s has the card", name=of.to_name), "good"), "taken_back": (gettext("You took the gift back"), ""),
        "declined": (gettext("%(name)s returned it", name=of.to_name), ""), "lapsed": (gettext("Nobody claimed it in time"), ""),
        "stopped": (gettext("We ended the gift"), ""), "withheld": (gettext("The bank took back what the card was paid with"), "bad"),
    }[how]  # fmt: skip
    about = gettext("The card is yours again")
    if how == "lapsed" and of.ends_at < of.send_at + gifts.WAITS:
        about = gettext("The card’s last day has passed")
    sign = "check" if how == "claimed" else "undo-2"
    return Happening(word, "" if how in ("claimed", "stopped", "withheld") else about, *_at(of.ended_at), sign, tone)


def _at(at: object) -> tuple[str, str]:
    return at.isoformat(timespec="minutes"), filters.moment(at)  # type: ignore[attr-defined,arg-type]
