"""What a member owes, given up: the question, and the proposal that another person has to approve."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import approvals, members, payments
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.members import Member
from marketplace.web.console.payments.debt_kind import WRITE_OFF, WriteOffForm, said
from marketplace.web.console.payments.views import blueprint
from marketplace.web.shared import sent_forms, visitor
from marketplace.web.shared.security import require


@blueprint.get("/debts/<member>/<unit>")
@require(Permission.PAYMENTS_REFUND)
def ask_write_off(member: str, unit: str) -> str:
    found, debt = _owed(member, unit)
    return _question(found, debt, WriteOffForm())


@blueprint.post("/debts/<member>/<unit>")
@require(Permission.PAYMENTS_REFUND)
def propose_write_off(member: str, unit: str) -> ResponseReturnValue:
    (found, debt), form = _owed(member, unit), WriteOffForm()

    def proposed() -> ResponseReturnValue:
        with transaction(by=visitor.actor()):
            made = approvals.propose(
                WRITE_OFF, f"{found.id}:{unit}", {"amount": debt.amount}, programme_id=g.programme.id, by=visitor.actor().id or 0,
                ref=form.ref.data or "", why=form.why.data, now=clock.now(),
            )  # fmt: skip
        flash(gettext("Proposed. Another person has to approve it within 24 hours."))
        return redirect(url_for("console.approvals.show", ref=made.ref), 303)

    return sent_forms.answer(form, lambda: _question(found, debt, form), proposed)


def _question(member: Member, debt: payments.Debt, form: WriteOffForm) -> str:
    return render_template("console/payments/write_off.html", member=member, unit=debt.unit, owed=said(debt), form=form)


def _owed(number: str, unit: str) -> tuple[Member, payments.Debt]:
    """A member of the programme and what he owes in a unit. Raises NothingOwed."""
    member = members.numbered(g.programme.id, number) or abort(404)
    found = next((one for one in payments.debts(member) if one.unit == unit), None)
    if found is None:
        raise payments.NothingOwed(owed=0)
    return member, found
