"""The questions before a version of a contract is signed or refused, at either desk."""

from flask_babel import gettext as _

from marketplace.settlements import Version
from marketplace.web.shared import filters, sure
from marketplace.web.shared.contract_pages.forms import RefusalForm


def ask_sign(of: Version, *, back: str) -> str:
    """Before a version is signed for the visitor's side."""
    says = _("Signed by both sides it holds from %(day)s. It cannot be taken back, only changed by a further version.", day=filters.day(of.valid_from))  # fmt: skip
    return sure.asked(
        _("Sign version %(num)s?", num=of.number), says, yes=_("Sign version %(num)s", num=of.number), back=back, kind="primary"
    )  # fmt: skip


def ask_refuse(of: Version, form: RefusalForm, *, back: str) -> str:
    """Before a version is refused, with the reason that the other side reads."""
    says = _("This version ends, and the other side reads why. The terms in force stay.")
    return sure.asked(_("Refuse version %(num)s?", num=of.number), says, yes=_("Refuse"), back=back, form=form)
