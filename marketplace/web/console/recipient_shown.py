"""Binding a card to another member, for people: what the act is called, and what its approver sees of both."""

from flask import url_for
from flask_babel import gettext

from marketplace import giftcards, members, partners
from marketplace.approvals import Proposal
from marketplace.core import formats
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.console.card_shown import left, which
from marketplace.web.console.recipient_kinds import REBIND, REDIRECT
from marketplace.web.shared import filters


def _card(proposal: Proposal) -> Card:
    return giftcards.card_of_programme(proposal.subject, proposal.programme_id)


def _named(who: Member | None) -> str:
    return "" if who is None else f"{who.first_name} {who.last_name}, {gettext('No. %(number)s', number=who.number)}"


def _rows(proposal: Proposal) -> list[Row]:
    card = _card(proposal)
    was = members.by_number(proposal.programme_id, str(proposal.before.get("member", "")))
    becomes = members.by_number(proposal.programme_id, proposal.payload["member"])
    return [
        Row(gettext("Member"), _named(was), _named(becomes)),
        which(card),
        left(card, proposal.payload),
    ]


def _title(proposal: Proposal) -> str:
    card = _card(proposal)
    brand = filters.local(partners.brand(card.brand_id), "name")
    said = gettext(
        "Another member for the card “%(brand)s”, %(sum)s", brand=brand, sum=filters.money(card.value, card.currency)
    )
    return str(said)


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext("The old code stops working at once, at tills and on paper."),
        gettext(
            "The new owner gets a card with the remaining balance, valid until the same day, and an email about it."
        ),
    ]


def _gift_rows(proposal: Proposal) -> list[Row]:
    was, becomes = proposal.before, proposal.payload
    return [
        Row(gettext("Their name"), was.get("to_name", ""), becomes["to_name"]),
        Row(gettext("Address"), formats.masked_email(was.get("email", "")), becomes["email"]),
    ]


def _gift_title(proposal: Proposal) -> str:
    card = _card(proposal)
    brand = filters.local(partners.brand(card.brand_id), "name")
    return str(
        gettext(
            "Another address for the gift “%(brand)s”, %(sum)s",
            brand=brand,
            sum=filters.money(card.value, card.currency),
        )
    )


def _gift_impact(_proposal: Proposal) -> list[str]:
    return [gettext("The link in the former email stops working at once. The message, the look and the giver’s word stay; the giver gets an email about the change.")]  # fmt: skip


def register() -> None:
    """Say how cards that are bound to another member, and gifts that go to one more address, are called and drawn."""
    approval_words.register(
        REDIRECT,
        Words(
            kind=lambda: gettext("Another address for a gift"), title=_gift_title, approve=lambda _proposal: gettext("Send to the new address"),
            template="console/approvals/settings_difference.html", draw=_gift_rows, impact=_gift_impact,
            editor=lambda proposal: url_for("console.recipients.ask", public_id=proposal.subject),
        ),
    )  # fmt: skip
    approval_words.register(
        REBIND,
        Words(
            kind=lambda: gettext("Another member for a card"), title=_title, approve=lambda _proposal: gettext("Rebind the card"),
            template="console/approvals/settings_difference.html", draw=_rows, impact=_impact,
            editor=lambda proposal: url_for("console.recipients.ask", public_id=proposal.subject),
        ),
    )  # fmt: skip
