"""What a partner would have the shop say of a brand, for people: what the act is called, and what its approver sees of it."""

from flask import url_for
from flask_babel import gettext

from marketplace import partners
from marketplace.approvals import Proposal
from marketplace.partners import Brand
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Words
from marketplace.web.shared import brand_changes, filters


def _brand(proposal: Proposal) -> Brand:
    return partners.brand(int(proposal.subject))


def _title(proposal: Proposal) -> str:
    return str(gettext("What the shop says about “%(brand)s”", brand=filters.local(_brand(proposal), "name")))


def _drawn(proposal: Proposal) -> brand_changes.Shown:
    return brand_changes.shown(_brand(proposal), proposal.before, proposal.payload)


def _editor(proposal: Proposal) -> str:
    return url_for("console.catalogue.index", partner=partners.partner(_brand(proposal).partner_id).slug)


def register() -> None:
    """Say how changes of brands' pages are called and drawn."""
    approval_words.register(
        partners.BRAND_PAGE,
        Words(
            kind=lambda: gettext("Texts, cities and pictures of brands"), title=_title,
            approve=lambda _proposal: gettext("Put it in the shop"), template="shared/brands/difference.html", draw=_drawn,
            impact=lambda proposal: brand_changes.effects(proposal.before, proposal.payload), editor=_editor,
        ),
    )  # fmt: skip
