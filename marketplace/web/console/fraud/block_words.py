"""Blocking a member and letting one go on, for people: what the acts are called, and what their approver sees."""

from flask import url_for
from flask_babel import gettext

from marketplace import members
from marketplace.approvals import Proposal
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.console.fraud.block_kind import BLOCK, UNBLOCK, about
from marketplace.web.console.fraud.words import KINDS


def _member(proposal: Proposal) -> str:
    of = about(proposal)
    member = None if of.member_id is None else members.member(of.member_id)
    return f"{member.name}, {gettext('No. %(number)s', number=member.number)}" if member else ""


def _rows(proposal: Proposal) -> list[Row]:
    facts = proposal.payload
    return [
        Row(gettext("Member"), "", _member(proposal)), Row(gettext("What was seen"), "", str(KINDS[facts["signal"]].label)),
        Row(gettext("Score"), "", str(facts["score"])),
    ]  # fmt: skip


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext(
            "The member is signed out, and this programme is closed to them. Cards that were bought still work at tills."
        ),
        gettext("The member’s devices raise the score of anyone who uses them next."),
    ]


def _impact_of_end(_proposal: Proposal) -> list[str]:
    return [
        gettext("The member can sign in, order, exchange, give and reveal cards again, and gets an email."),
        gettext("What the block taught about devices stays as it is."),
    ]


def register() -> None:
    """Say how both are called and drawn."""
    approval_words.register(
        UNBLOCK,
        Words(
            kind=lambda: gettext("Unblocking a member"), title=lambda proposal: gettext("Unblock the member %(name)s", name=_member(proposal)),
            approve=lambda _proposal: gettext("Lift the restriction"), template="console/approvals/settings_difference.html", draw=_rows,
            impact=_impact_of_end, editor=lambda proposal: url_for("console.fraud.show", signal_id=int(proposal.subject)),
        ),
    )  # fmt: skip
    approval_words.register(
        BLOCK,
        Words(
            kind=lambda: gettext("Blocking a member"), title=lambda proposal: gettext("Block the member %(name)s", name=_member(proposal)),
            approve=lambda _proposal: gettext("Block the member"), template="console/approvals/settings_difference.html", draw=_rows, impact=_impact,
            editor=lambda proposal: url_for("console.fraud.show", signal_id=int(proposal.subject)),
        ),
    )  # fmt: skip
