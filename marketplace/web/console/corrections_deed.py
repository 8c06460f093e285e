"""What sending the form of points by hand would do as it stands: how the button is called, and whether another person has to approve it."""

from typing import NamedTuple

from flask import g
from flask_babel import gettext

from marketplace import approvals
from marketplace.core import clock
from marketplace.core.cells import CellError
from marketplace.members import Member
from marketplace.support import accounts
from marketplace.web.console import alone_words
from marketplace.web.console.corrections_forms import CorrectionForm
from marketplace.web.console.corrections_kind import BEYOND, CORRECTION, payload
from marketplace.web.shared import filters


class Deed(NamedTuple):
    """The button's words; `two` is None until the amount is known, then it is said by which rule."""

    yes: str
    two: bool | None
    allowed_by: str = ""


def of(member: Member, form: CorrectionForm) -> Deed:
    """The deed that the direction and the amount in a form amount to."""
    debit, amount = form.kind.data == "debit", _amount(form)
    if amount is None:
        named = {"credit": gettext("Credit the points"), "debit": gettext("Take the points back")}
        return Deed(named.get(form.kind.data or "", gettext("Put the points right")), None)
    wanted = accounts.Wanted(kind=form.kind.data, amount=amount, reason="other", note="")
    said = {"points": filters.points(amount)}
    facts = payload(member, wanted, now=clock.now())
    allowed_by = alone_words.of_points(CORRECTION, facts)
    if approvals.approvers_needed(g.programme.id, CORRECTION, facts):
        return Deed(
            gettext("Propose to take back %(points)s", **said)
            if debit
            else gettext("Propose to credit %(points)s", **said),
            True,
            allowed_by,
        )
    yes = gettext("Take back %(points)s", **said) if debit else gettext("Credit %(points)s", **said)
    return Deed(yes, False, allowed_by)


def _amount(form: CorrectionForm) -> int | None:
    try:
        points = form.points if form.kind.data else 0
    except CellError:
        return None
    return points if 0 < points < BEYOND else None
