"""A card that two people decide about: which it is, whose, and what was left on it when that was proposed."""

from flask import url_for
from flask_babel import gettext

from marketplace import members
from marketplace.approvals import Facts
from marketplace.core import formats
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.web.console.approval_words import Row
from marketplace.web.shared import filters
from marketplace.web.shared.security import may


def whose(card: Card) -> list[Row]:
    """The owner and the card, as links for whoever may follow them."""
    owner = members.member(card.member_id)
    if owner is None:
        return [which(card)]
    page = url_for("console.members.show", member=owner.number) if may(Permission.MEMBERS_READ) else ""
    said = f"{owner.name}, {gettext('No. %(number)s', number=owner.number)}"
    return [Row(gettext("Member"), "", said, link=page), which(card)]


def which(card: Card) -> Row:
    """The card by its last characters, as a link for whoever may follow it."""
    page = url_for("console.cards.show", public_id=card.public_id) if may(Permission.MEMBERS_READ) else ""
    return Row(gettext("Card"), "", formats.masked_code(card.last4), link=page)


def left(card: Card, facts: Facts) -> Row:
    """What was on the card when the act was proposed: once it is done there is nothing."""
    return Row(gettext("On the card when proposed"), "", filters.money(facts["left"], card.currency))
