"""Binding a card to another member, for people: what the act is called, and what its approver sees of both."""

from flask import url_for
from flask_babel import gettext

from marketplace import giftcards, members, partners
from marketplace.approvals import Proposal
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.console.recipient_kinds import REBIND
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
        Row(gettext("On the card now"), "", filters.money(card.remaining, card.currency)),
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


def register() -> None:
    """Say how cards that are bound to another member are called and drawn."""
    approval_words.register(
        REBIND,
        Words(
            kind=lambda: gettext("Another member for a card"), title=_title, approve=lambda _proposal: gettext("Rebind the card"),
            template="console/approvals/settings_difference.html", draw=_rows, impact=_impact,
            editor=lambda proposal: url_for("console.recipients.ask", public_id=proposal.subject),
        ),
    )  # fmt: skip
