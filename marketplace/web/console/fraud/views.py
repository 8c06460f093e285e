"""One signal with its evidence and history, decisions about it, and the thresholds."""

from collections.abc import Callable, Mapping

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import approvals, fraud, support
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.fraud import forms, page, words
from marketplace.web.console.fraud.block_kind import BLOCK, UNBLOCK, payload
from marketplace.web.console.fraud.colleague_kind import RESUME
from marketplace.web.shared import security, sent_forms, visitor

VERBS: Mapping[str, Callable[..., None]] = {
    "hold": fraud.hold, "release": fraud.release, "tell": fraud.tell_partner, "stop": fraud.stop_till, "suspend": fraud.suspend,
}  # fmt: skip
ACTS_OF_TWO = {"block": BLOCK, "unblock": UNBLOCK, "resume": RESUME}


@security.require(Permission.FRAUD_READ)
def show(signal_id: int) -> str:
    return page.drawn(_signal(signal_id))


@security.require(Permission.FRAUD_DECIDE)
def decide(signal_id: int, outcome: str) -> ResponseReturnValue:
    """Release, hold and suspend at once; a block and its end, and that of a suspension, as proposals, which take another person."""
    of, form = _signal(signal_id), forms.DecisionForm()
    return sent_forms.answer(form, lambda: page.drawn(of, form), lambda: _decided(of, outcome, form))


def _decided(of: fraud.Signal, outcome: str, form: forms.DecisionForm) -> ResponseReturnValue:
    """What was chosen, of the member who was chosen where the signal names several."""
    now, of = clock.now(), fraud.aimed(of, form.member.data) if form.member.data else of
    why, made = form.why.data or "", None
    support.unless_own(*fraud.concerned(of), by=current_user.id, user_id=of.user_id)
    with transaction(by=visitor.actor()):
        if outcome in ACTS_OF_TWO:
            made = approvals.propose(
                ACTS_OF_TWO[outcome],
                str(of.id),
                payload(of, form.member.data or ""),
                programme_id=g.programme.id,
                by=current_user.id,
                ref=form.ref.data or "",
                why=why,
                now=now,
            )
        else:
            VERBS[outcome](of, why=why, now=now)
    flash(str(words.DONE[outcome]))
    if made is not None:
        return redirect(url_for("console.approvals.show", ref=made.ref), 303)
    return redirect(url_for("console.fraud.show", signal_id=of.id), 303)


@security.require(Permission.FRAUD_APPROVE)
def limits() -> str:
    return page.of_limits(forms.LimitsForm(formdata=None, data=fraud.limits(g.programme.id)))


@security.require(Permission.FRAUD_APPROVE)
def set_limits() -> ResponseReturnValue:
    form = forms.LimitsForm()
    if not form.validate_on_submit():
        return page.of_limits(form), 422
    with transaction(by=visitor.actor()):
        fraud.set_limits(g.programme.id, {name: form[name].data for name in fraud.LIMITS}, now=clock.now())
    flash(gettext("The thresholds are changed"))
    return redirect(url_for("console.fraud.index"), 303)


def _signal(signal_id: int) -> fraud.Signal:
    return fraud.signal(signal_id, programme_id=g.programme.id)
