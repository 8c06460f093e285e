"""A contract of acceptance as an act of two: what is proposed, how it stands, what happens once it is approved, and how it is said."""

from datetime import datetime
from typing import Any

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, ValidationError
from wtforms.validators import DataRequired, Length, Regexp

from marketplace import approvals, partners, tills
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import audit, ids
from marketplace.identity import Permission
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.shared import filters, form

ACCEPTANCE = "acceptance"


class AcceptanceForm(form.Form):
    """Whose cards whose tills shall take."""

    issuer = SelectField(_l("Cards of"), coerce=int)
    acceptor = SelectField(_l("At the tills of"), coerce=int)
    why = form.LineField(_l("Why"), validators=[Length(max=audit.WHY_MAX)])
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        working = [one for one in partners.partners_of(g.programme.id) if partners.takes_cards(one.state)]
        named = sorted((filters.local(one, "name"), one.id) for one in working)
        self.issuer.choices = self.acceptor.choices = [(partner_id, name) for name, partner_id in named]

    def validate_acceptor(self, field: SelectField) -> None:
        """Two partners make a contract."""
        if field.data == self.issuer.data:
            raise ValidationError(gettext("A partner's tills take its own cards anyway."))

    def subject(self) -> str:
        """What a proposal is about."""
        return f"{self.issuer.data}:{self.acceptor.data}"

    def facts(self) -> dict[str, bool]:
        """What is proposed: that the contract lasts."""
        return {"active": True}


class EndForm(form.Form):
    """Why a contract ends."""

    why = form.LinesField(_l("Why"), validators=[DataRequired(_l("Say why.")), Length(max=audit.WHY_MAX)])


def _check(programme_id: int, subject: str, _payload: Facts) -> Facts:
    for partner in _pair(programme_id, subject):
        partners.must_work(partner)
    return {"active": True}


def _target(programme_id: int, subject: str, _payload: Facts) -> Target:
    issuer, acceptor = _pair(programme_id, subject)
    lasts = any(
        one.issuer_partner_id == issuer.id and one.acceptor_partner_id == acceptor.id
        for one in tills.acceptances(issuer.id)
    )
    return Target(f"{issuer.state}:{acceptor.state}:{lasts}", {"active": lasts})


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: of two contracts between the same partners the database keeps one."""


def _begin(proposal: Proposal, now: datetime) -> None:
    issuer, acceptor = _pair(proposal.programme_id, proposal.subject)
    tills.begin_acceptance(issuer.id, acceptor.id, now=now)


def _pair(programme_id: int, subject: str) -> tuple[partners.Partner, partners.Partner]:
    """Whose cards, and whose tills. Another programme's partner is not there. Raises NotFound."""
    known = {one.id: one for one in partners.partners_of(programme_id)}
    issuer, acceptor = (int(one) for one in subject.split(":"))
    if issuer not in known or acceptor not in known:
        raise tills.NoAcceptance
    return known[issuer], known[acceptor]


def _names(proposal: Proposal) -> tuple[str, str]:
    issuer, acceptor = _pair(proposal.programme_id, proposal.subject)
    return filters.local(issuer, "name"), filters.local(acceptor, "name")


def _title(proposal: Proposal) -> str:
    issuer, acceptor = _names(proposal)
    return str(gettext("%(acceptor)s takes cards of %(issuer)s", acceptor=acceptor, issuer=issuer))


def _rows(proposal: Proposal) -> list[Row]:
    issuer, acceptor = _names(proposal)
    return [Row(gettext("Cards of"), "", issuer), Row(gettext("At the tills of"), "", acceptor)]


def _impact(_proposal: Proposal) -> list[str]:
    return [gettext("From the next card, each movement names both partners, and both see the contract.")]


def register() -> None:
    """Make the kind known, and how it is said."""
    approvals.register(approvals.Kind(
        name=ACCEPTANCE, propose=Permission.PARTNERS_MANAGE, approve=Permission.PARTNERS_ADMIT, check=_check, target=_target, hold=_hold,
        apply=_begin,
    ))  # fmt: skip
    approval_words.register(ACCEPTANCE, Words(
        kind=lambda: gettext("Contracts between partners"), title=_title, approve=lambda _proposal: gettext("Approve the contract"),
        template="console/approvals/settings_difference.html", draw=_rows, impact=_impact,
        editor=lambda _proposal: url_for("console.acceptances.index"),
    ))  # fmt: skip
