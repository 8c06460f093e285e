"""What a till may lose without a network, for people: what the act is called, and what its approver sees of the till."""

from flask import g, url_for
from flask_babel import gettext, lazy_gettext

from marketplace import partners, tills
from marketplace.approvals import Proposal
from marketplace.core.money import minor_digits
from marketplace.partners import Partner
from marketplace.tills import Terminal
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.shared import filters

NAMES = {
    "card_limit": lazy_gettext("Per card"), "stored_limit": lazy_gettext("In total, until the till is back online"),
    "count_limit": lazy_gettext("Maximum redemptions"), "most_lost": lazy_gettext("The most that can be lost each time"),
}  # fmt: skip


def _till(proposal: Proposal) -> tuple[Terminal, Partner]:
    of = tills.terminal_in(proposal.programme_id, int(proposal.subject))
    return of, partners.partner(of.partner_id)


def _title(proposal: Proposal) -> str:
    till, partner = _till(proposal)
    return str(
        gettext("Offline redemption at “%(till)s”, %(partner)s", till=till.name, partner=filters.local(partner, "name"))
    )


def _rows(proposal: Proposal) -> list[Row]:
    return [
        Row(str(label), _said(name, proposal.before.get(name, 0)), _said(name, proposal.payload[name]))
        for name, label in NAMES.items()
    ]


def _said(name: str, value: int) -> str:
    if not value:
        return str(gettext("none"))
    return filters.grouped(value) if name == "count_limit" else filters.money(value, g.programme.currency)


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext("The till may redeem cards without a network within these limits, 24 hours at most."),
        gettext("What is not on the cards any more when it is back is the partner's loss, not the programme's."),
    ]


def _editor(proposal: Proposal) -> str:
    _, partner = _till(proposal)
    return url_for("console.partners.show", of_partner=partner.id)


def register() -> None:
    """Say how allowances are called and drawn."""
    approval_words.register(
        tills.ALLOWANCE,
        Words(
            kind=lambda: gettext("Offline redemption at tills"), title=_title, approve=lambda _proposal: gettext("Allow it"),
            template="console/approvals/settings_difference.html", draw=_rows, impact=_impact, editor=_editor,
            cap=Cap(
                lambda: gettext("The most that one till can lose"), lambda: minor_digits(g.programme.currency),
                lambda amount: filters.written(amount, g.programme.currency), lambda amount: filters.money(amount, g.programme.currency),
            ),
        ),
    )  # fmt: skip
