"""A rule of approval, for people: what it says, and how a change of it is drawn."""

from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext

from marketplace import approvals
from marketplace.approvals import Proposal
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.shared.role_words import ROLES

_LABELS = {
    "approvers": lazy_gettext("How many people approve"), "cap": lazy_gettext("Cap"), "approvers_over_cap": lazy_gettext("Above the cap"),
    "roles": lazy_gettext("Only by these roles"),
}  # fmt: skip


def _rows(proposal: Proposal) -> list[Row]:
    return [
        Row(
            str(_LABELS[change.name]),
            _said(proposal.subject, change.name, change.before),
            _said(proposal.subject, change.name, change.after),
        )
        for change in approvals.difference(proposal)
    ]


def _said(kind: str, name: str, value: Any) -> str:
    if value is None:
        return str(gettext("none"))
    if name == "roles":
        return ", ".join(str(ROLES[role]) for role in value) or str(gettext("anyone with the right role"))
    cap = approval_words.of(kind).cap
    return cap.said(value) if name == "cap" and cap else str(value)


def register() -> None:
    """Say how changes of rules are called and drawn."""
    approval_words.register(
        approvals.RULES,
        Words(
            kind=lambda: gettext("Approval rules"),
            title=lambda proposal: gettext("How this is approved: %(kind)s", kind=approval_words.of(proposal.subject).kind()),
            approve=lambda _proposal: gettext("Approve the rule"), template="console/approvals/settings_difference.html", draw=_rows,
            impact=lambda _proposal: [gettext("Applies to anything proposed or edited after that.")],
            editor=lambda proposal: url_for("console.approvals.rules.edit", kind=proposal.subject),
        ),
    )  # fmt: skip
