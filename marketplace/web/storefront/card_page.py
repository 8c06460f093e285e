"""What a card's page says of the card: its state, how it is used, what happened to it. Never its code."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import g
from flask_babel import gettext

from marketplace import catalogue, exchanges, giftcards, gifts, orders, partners
from marketplace.core import clock, formats
from marketplace.giftcards import Card, Event
from marketplace.integrations.wallets import showing
from marketplace.members import Member
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import member
from marketplace.web.storefront import kinds

HEAD_MAX = 40
# "In a shop: … On the site: …" in one line are two steps.
_NEXT_STEP = re.compile(r"(?<=[.;])\s+(?=[^\s.:;][^.:;\n]{0,38}:\s)")


class Status(NamedTuple):
    """A state in a word, and how loud it is."""

    word: str
    tone: str
    sign: str


class Step(NamedTuple):
    """One step of using a card: where, and what to do."""

    head: str
    text: str


class Happening(NamedTuple):
    """One line of a card's history: `at` for machines, `said` for people."""

    title: str
    about: str
    at: str
    said: str
    sign: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CardPage:
    """A member's own card with all that stands around it."""

    card: Card
    brand: partners.Brand
    order: orders.Order | None
    state: str
    asks_factor: bool
    called: catalogue.Called
    today: date
    forebear: Card | None = None
    heirs: tuple[Card, ...] = ()

    @property
    def order_number(self) -> str:
        """The number of its order; empty for a card that other cards went on as."""
        return "" if self.order is None else self.order.number

    @property
    def status(self) -> Status:
        """The state as its badge says it."""
        return status("returned" if self.state == "void" and not self.voided else self.state)

    @property
    def title(self) -> str:
        """What it is, of which brand: "Card “Detsky Mir”"."""
        return str(kinds.WORDS[self.called.kind].of_brand) % {"brand": filters.local(self.brand, "name")}

    @property
    def what(self) -> str:
        """Its value, or the title of what it stands for."""
        return self.called.at(self.card.value, self.card.currency, filters.language())

    @property
    def returnable(self) -> bool:
        """Whether the points can still come back for it."""
        return self.order is not None and not self.order.bar_to_cancelling(self.card, self.today) and self.stop is None

    @property
    def stop(self) -> giftcards.Stop | None:
        """Why staff keeps it frozen, so that its owner cannot release it; None: they do not."""
        return giftcards.stop_of(self.card) if self.state == "frozen" else None

    @property
    def voided(self) -> bool:
        """Whether staff took it away; otherwise a void card was returned with its order."""
        return self.state == "void" and giftcards.voiding_of(self.card) is not None

    @property
    def givable(self) -> bool:
        """Whether its owner can give it to somebody: a partner's code that he has seen would stay good in his hands."""
        return self.state == "active" and (self.card.revealed_at is None or orders.is_ours(self.card))

    @property
    def exchangeable(self) -> bool:
        """Whether it can be exchanged for another brand's, split or merged."""
        of = exchanges.possible(self.card)
        return self.state == "active" and (of.gives or of.recasts)

    @property
    def recastable(self) -> bool:
        """Whether it can be split or merged."""
        return self.state == "active" and exchanges.possible(self.card).recasts

    @property
    def wallets(self) -> list[str]:
        """The wallets of phones that it can be put into: apple, google."""
        issuers = {"apple": showing.apple_issuer, "google": showing.google_issuer}
        return [name for name, issuer in issuers.items() if issuer() is not None] if self.state == "active" else []

    @property
    def gift(self) -> gifts.Gift | None:
        """The gift that the card waits or went on as; None where it was not given."""
        return gifts.of_card(self.card.id) if self.state in ("held", "replaced") else None

    @property
    def marked(self) -> int | None:
        """What is left by its owner's own word, in minor units; None where he has said nothing."""
        return giftcards.marked(self.card)

    @property
    def markable(self) -> bool:
        """Whether its owner may say what he has used of it."""
        return self.state == "active" and giftcards.is_partners(self.card)

    @property
    def steps(self) -> list[Step]:
        """How the card is used, as the brand says it; a plain word where it says nothing."""
        told = steps(filters.local(self.brand, "how"))
        return told or [Step("", gettext("Show the code at the till before you pay."))]

    def story(self, member: Member) -> list[Happening]:
        """What happened to the card, newest first."""
        events = giftcards.events(self.card)
        told = [_happening(event, self, member) for event in events]
        if self.state == "expired":
            day = self.card.expires_on
            told.insert(
                0, Happening(gettext("The card has expired"), "", day.isoformat(), filters.day(day), "hourglass")
            )
        elif self.state == "active" and all(event.kind != "delivered" for event in events):
            told.insert(-1, _on_its_way(self.card, member))
        return told


def look(public_id: str, member: Member, *, today: date) -> CardPage:
    """A member's own card. Raises CardNotFound: unknown, malformed and another's alike."""
    terms = {"limit": g.programme.reveal_limit, "currency": g.programme.currency}
    card, dear = giftcards.card_to_show(public_id, member.id, **terms)
    order = None if card.order_id is None else orders.order(card.order_id, member.id)
    state = card.state_on(today)
    return CardPage(
        card, partners.brand(card.brand_id), order, state, dear, catalogue.called([card.offer_id])[card.offer_id], today,
        forebear=giftcards.forebear(card) if order is None else None,
        heirs=tuple(giftcards.own_heirs(card)) if state == "replaced" else (),
    )  # fmt: skip


def of_mine(public_id: str) -> CardPage:
    """The visitor's own card, as of today. Raises CardNotFound."""
    return look(public_id, member(), today=g.programme.day(clock.now()))


def status(state: str) -> Status:
    """A card's state as its badge says it."""
    return {
        "active": Status(gettext("Valid"), "good", "check"),
        "frozen": Status(gettext("Frozen"), "warn", "snowflake"),
        "held": Status(gettext("Given"), "accent", "gift"),
        "void": Status(gettext("Void"), "", "ban"),
        "returned": Status(gettext("Returned"), "", "undo-2"),  # void, too, and what was paid came back with its order
        "replaced": Status(gettext("Replaced"), "", "refresh-cw"),
        "spent": Status(gettext("Used up"), "", "check"),
        "expired": Status(gettext("Expired"), "", "hourglass"),
    }[state]


def steps(told: str) -> list[Step]:
    """The steps in what a brand tells: a line each, or a sentence that begins with where it is done and a colon."""
    lines = [part.strip() for line in told.splitlines() for part in _NEXT_STEP.split(line)]
    return [_step(line) for line in lines if line]


def _step(line: str) -> Step:
    head, colon, text = line.partition(": ")
    return Step(head + ":", text.strip()) if colon and len(head) <= HEAD_MAX else Step("", line)


def _happening(event: Event, page: CardPage, member: Member) -> Happening:
    address, used = _address(member), filters.money(event.amount, page.card.currency)
    title, about, sign, tone = {
        "issued": _birth(page),
        "delivered": (
            gettext("The card is ready"), gettext("We sent an email with the link to %(address)s", address=address), "check", "good",
        ),
        "revealed": (gettext("The code was shown"), "", "eye", ""),
        "shown_to_staff": (gettext("Our support looked at the code"), gettext("We sent you an email about it"), "eye", "warn"),
        "downloaded": (gettext("The PDF was downloaded"), gettext("The code is in it"), "download", ""),
        "frozen": (gettext("The card was frozen"), gettext("Its code cannot be shown"), "snowflake", "warn"),
        "unfrozen": (gettext("The card was unfrozen"), "", "check", "good"),
        "resent": (gettext("The link was sent again"), address, "mail", ""),
        "extended": (gettext("The card is valid longer"), gettext("until %(day)s", day=filters.day(page.card.expires_on)), "calendar-clock", "good"),
        "held": (gettext("You gave the card"), gettext("Its code cannot be shown or used while it waits"), "gift", ""),
        "released": (gettext("The card is yours again"), "", "undo-2", "good"),
        "used": (gettext("A till took %(sum)s", sum=used), "", "receipt", ""),
        "returned": (gettext("%(sum)s was returned to the card", sum=used), "", "undo-2", "good"),
        "replaced": (
            gettext("It was replaced by another card"), gettext("The old code can no longer be used"), "refresh-cw", "",
        ),
        "voided": (
            gettext("We voided the card") if page.voided else gettext("The card was returned"),
            gettext("We sent you an email about it") if page.voided else gettext("Everything you paid was returned"), "undo-2", "",
        ),
    }[event.kind]  # fmt: skip
    return Happening(title, about, event.at.isoformat(timespec="minutes"), filters.moment(event.at), sign, tone)


def _birth(page: CardPage) -> tuple[str, str, str, str]:
    """Where a card comes from: title, what about it, sign, tone."""
    if page.order is not None:
        paid = filters.points(page.order.points_part)
        if page.order.money_part:
            paid = f"{paid} + {filters.money(page.order.money_part, page.order.currency)}"
        return (
            gettext("Ordered for %(points)s", points=paid),
            gettext("Order %(number)s", number=page.order.number),
            "gift",
            "",
        )
    assert page.forebear is not None, "a card comes from an order or from a card"
    before = formats.masked_code(page.forebear.last4)
    with_what = {
        "exchange": gettext("In exchange for its balance or a part of it"),
        "split": gettext("With a part of its balance"),
        "merge": gettext("With its balance and that of other cards"),
    }.get(giftcards.came_by(page.card), gettext("With its full remaining balance"))
    return gettext("Issued to replace the card %(code)s", code=before), with_what, "refresh-cw", ""


def _on_its_way(card: Card, member: Member) -> Happening:
    """The card is there, the letter about it is not sent yet."""
    about = gettext("An email with the link is on its way to %(address)s", address=_address(member))
    at = card.issued_at
    return Happening(
        gettext("The card is ready"), about, at.isoformat(timespec="minutes"), filters.moment(at), "check", "good"
    )


def _address(member: Member) -> str:
    """Where the letter goes, part masked; kept in one line."""
    return formats.masked_email(member.email).replace("…", "\u2060…\u2060")
