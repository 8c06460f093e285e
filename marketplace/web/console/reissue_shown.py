"""The reissue of a card, for people: what the act is called, and what its approver sees of the card."""

from flask import g, url_for
from flask_babel import gettext, lazy_gettext

from marketplace import giftcards, partners, support
from marketplace.approvals import Facts, Proposal
from marketplace.core.money import minor_digits
from marketplace.giftcards import Card
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.console.card_shown import left, whose
from marketplace.web.console.reissue_kinds import REISSUE
from marketplace.web.console.reissue_words import BECAUSE, IDENTIFIED, REASONS
from marketplace.web.shared import filters

NAMES = {
    "reason": lazy_gettext("What is wrong"),
    "identified": lazy_gettext("What the caller could name"),
    "risk": lazy_gettext("Risk"),
}


def _card(proposal: Proposal) -> Card:
    return giftcards.card_of_programme(proposal.subject, proposal.programme_id)


def _rows(proposal: Proposal) -> list[Row]:
    card, facts = _card(proposal), proposal.payload
    because = ", ".join(str(BECAUSE[name]) for name in facts["because"])
    said = {
        "reason": str(REASONS[facts["reason"]]), "identified": ", ".join(str(IDENTIFIED[name]) for name in facts["identified"]),
        "risk": gettext("%(score)s of 100: %(because)s", score=facts["risk"], because=because or gettext("nothing unusual")),
    }  # fmt: skip
    return [
        *whose(card),
        left(card, facts),
        *together(card, facts),
        *(Row(str(label), "", said[name]) for name, label in NAMES.items()),
    ]


def together(card: Card, facts: Facts) -> list[Row]:
    """What it comes to with what was done without a second person, where that is why one is asked."""
    if not facts["left"] < facts["together"] < support.BEYOND:
        return []
    said = filters.money(facts["together"], card.currency)
    return [Row(gettext("With what was done without approval in the last 24 hours"), "", said)]


def _title(proposal: Proposal) -> str:
    card = _card(proposal)
    brand = filters.local(partners.brand(card.brand_id), "name")
    return str(
        gettext(
            "Another code for the card “%(brand)s”, %(sum)s", brand=brand, sum=filters.money(card.value, card.currency)
        )
    )


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext("The old code stops working at once, at tills and on paper."),
        gettext(
            "The owner gets a new card with the remaining balance, valid until the same day, and an email about it."
        ),
    ]


def _editor(proposal: Proposal) -> str:
    return url_for("console.reissues.ask", public_id=proposal.subject)


def _written(amount: int) -> str:
    return filters.written(amount, g.programme.currency)


def register() -> None:
    """Say how reissues are called and drawn."""
    approval_words.register(
        REISSUE,
        Words(
            kind=lambda: gettext("Another code for a card"), title=_title, approve=lambda _proposal: gettext("Reissue the card"),
            template="console/approvals/settings_difference.html", draw=_rows, impact=_impact, editor=_editor,
            cap=Cap(lambda: gettext("What is left on the card"), lambda: minor_digits(g.programme.currency), _written, filters.money),
        ),
    )  # fmt: skip
