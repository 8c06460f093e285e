"""Staff sends money back: how much, and why."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import payments
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.payments.forms import RefundForm
from marketplace.web.console.payments.refund_kind import send_or_ask
from marketplace.web.console.payments.views import blueprint, payment_of
from marketplace.web.shared import sent_forms, visitor
from marketplace.web.shared.security import require


@blueprint.get("/<payment>/refunds")
@require(Permission.PAYMENTS_REFUND)
def ask(payment: str) -> str:
    found = payment_of(payment)
    return _question(found, RefundForm(found))


@blueprint.post("/<payment>/refunds")
@require(Permission.PAYMENTS_REFUND)
def send(payment: str) -> ResponseReturnValue:
    found = payment_of(payment)
    form = RefundForm(found)
    return sent_forms.answer(form, lambda: _question(found, form), lambda: _sent(found, form))


def _sent(found: payments.Payment, form: RefundForm) -> ResponseReturnValue:
    with transaction(by=visitor.actor()):
        asked = send_or_ask(found, form.minor, why=form.why.data or "", ref=form.ref.data or "", by=current_user.id)
    if asked is not None:
        flash(gettext("Another person has to approve this within 24 hours."))
        return redirect(url_for("console.approvals.show", ref=asked.ref), 303)
    flash(gettext("The refund is on its way"))
    return redirect(url_for(".show", payment=found.public_id), 303)


def _question(payment: payments.Payment, form: RefundForm) -> str:
    return render_template(
        "console/payments/refund.html", payment=payment, form=form, available=payments.available(payment.id)
    )
