"""A debt that is given up as an act of two: what is proposed, how it stands, what happens once it is approved, and how it is said."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length, Regexp

from marketplace import approvals, members, payments
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import audit, ids
from marketplace.identity import Permission
from marketplace.members import Member
from marketplace.payments import Debt
from marketplace.web.console import approval_words
from marketplace.web.shared import filters, form

WRITE_OFF = "debt_write_off"


class WriteOffForm(form.Form):
    """Why a debt is given up, and the ref under which that is proposed once."""

    why = form.LinesField(
        lazy_gettext("Why"),
        validators=[DataRequired(lazy_gettext("Say why.")), Length(max=audit.WHY_MAX)],
        render_kw={"rows": 3},
    )
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])


def said(debt: Debt) -> str:
    """A debt as people write it: points, or money."""
    return filters.points(debt.amount) if debt.unit == "points" else filters.money(debt.amount, debt.unit)


def _of(programme_id: int, subject: str) -> tuple[Member, str]:
    """Whose debt, and in what. Raises NothingOwed: another programme's member."""
    number, _, unit = subject.partition(":")
    member = members.member(int(number))
    if member is None or member.programme_id != programme_id:
        raise payments.NothingOwed(owed=0)
    return member, unit


def _about(programme_id: int, subject: str, _facts: Facts) -> list[int]:
    return [_of(programme_id, subject)[0].id]


def _now(programme_id: int, subject: str) -> int:
    member, unit = _of(programme_id, subject)
    return next((one.amount for one in payments.debts(member) if one.unit == unit), 0)


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    owed = _now(programme_id, subject)
    if not 1 <= int(facts["amount"]) <= owed:
        raise payments.NothingOwed(owed=owed)
    return {"amount": int(facts["amount"])}


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    owed = _now(programme_id, subject)
    return Target(str(owed), dict.fromkeys(facts, 0))


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: the database decides of two who give up the same."""


def _apply(proposal: Proposal, now: datetime) -> None:
    member, unit = _of(proposal.programme_id, proposal.subject)
    debt = Debt(unit, proposal.payload["amount"])
    payments.write_off(member, debt, proposal_id=proposal.id, why=proposal.why, now=now)


def _title(proposal: Proposal) -> str:
    member, _unit = _of(proposal.programme_id, proposal.subject)
    return f"{member.first_name} {member.last_name}".strip()


def _rows(proposal: Proposal) -> list[approval_words.Row]:
    _member, unit = _of(proposal.programme_id, proposal.subject)
    return [approval_words.Row(gettext("Written off"), "", said(Debt(unit, proposal.payload["amount"])))]


def _page(proposal: Proposal) -> str:
    member, _unit = _of(proposal.programme_id, proposal.subject)
    return url_for("console.members.show", member=member.number)


approvals.register(
    approvals.Kind(
        name=WRITE_OFF, propose=Permission.PAYMENTS_REFUND, approve=Permission.PAYOUTS_APPROVE, check=_check, target=_target, hold=_hold,
        apply=_apply, about=_about, gives=True,
    )
)  # fmt: skip
approval_words.register(
    WRITE_OFF,
    approval_words.Words(
        kind=lambda: gettext("Debts written off"), title=_title, approve=lambda _proposal: gettext("Write the debt off"),
        template="console/approvals/settings_difference.html", draw=_rows,
        impact=lambda _proposal: [gettext("The programme bears it. The member no longer owes it.")], editor=_page,
    ),
)  # fmt: skip
