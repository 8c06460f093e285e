"""Taking a card away, for people: what the act is called, and what its approver sees of the card."""

from flask import g, url_for
from flask_babel import gettext

from marketplace import giftcards, partners
from marketplace.approvals import Proposal
from marketplace.core.money import minor_digits
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.console.card_shown import left, whose
from marketplace.web.console.reissue_shown import together
from marketplace.web.console.withdrawal_kinds import REFUND, VOID
from marketplace.web.console.withdrawal_words import REFUNDS, WHYS
from marketplace.web.shared import filters


def _card(proposal: Proposal) -> giftcards.Card:
    return giftcards.card_of_programme(proposal.subject, proposal.programme_id)


def _rows(proposal: Proposal) -> list[Row]:
    card, facts = _card(proposal), proposal.payload
    there = left(card, facts)
    rows = [
        *whose(card),
        Row(there.label, there.becomes, gettext("nothing")),
        *together(card, facts),
        Row(gettext("Reason"), "", str(WHYS[facts["reason"]])),
        Row(gettext("What comes back"), "", str(REFUNDS[facts["refund"]])),
    ]
    if facts["refund"] != "none":
        rows.append(Row(gettext("Points"), "", filters.points(facts["points"])))
    if facts["money"]:
        rows.append(Row(gettext("Money"), "", filters.money(facts["money"], card.currency)))
    return rows


def _named(proposal: Proposal) -> dict[str, str]:
    card = _card(proposal)
    brand = filters.local(partners.brand(card.brand_id), "name")
    return {"brand": brand, "sum": filters.money(card.value, card.currency)}


def _impact(proposal: Proposal) -> list[str]:
    said = [
        gettext("The code stops working at once, at tills and on paper; what was used of the card stays used."),
        gettext("The owner gets an email about it."),
    ]
    if proposal.payload["to_others"]:
        said.append(gettext("The card was a gift: points and money go back to the person who paid for it."))
    return said


def _editor(proposal: Proposal) -> str:
    return url_for("console.withdrawals.ask", public_id=proposal.subject)


def _written(amount: int) -> str:
    return filters.written(amount, g.programme.currency)


def register() -> None:
    """Say how voided and refunded cards are called and drawn."""
    template = "console/approvals/settings_difference.html"
    approval_words.register(
        VOID,
        Words(
            kind=lambda: gettext("Voiding a card"), title=lambda proposal: gettext("Void the card “%(brand)s”, %(sum)s", **_named(proposal)),
            approve=lambda _proposal: gettext("Void the card"), template=template, draw=_rows, impact=_impact, editor=_editor,
        ),
    )  # fmt: skip
    approval_words.register(
        REFUND,
        Words(
            kind=lambda: gettext("Refund of a card"), title=lambda proposal: gettext("Refund of the card “%(brand)s”, %(sum)s", **_named(proposal)),
            approve=lambda _proposal: gettext("Refund the card"), template=template, draw=_rows, impact=_impact, editor=_editor,
            cap=Cap(lambda: gettext("What is left on the card"), lambda: minor_digits(g.programme.currency), _written, filters.money),
        ),
    )  # fmt: skip
