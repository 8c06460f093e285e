"""A payment that needs a person, dealt with: the question, and what was done about it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import orders, payments
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.payments.forms import DealtForm
from marketplace.web.console.payments.views import blueprint, payment_of
from marketplace.web.console.payments.words import TROUBLES
from marketplace.web.shared import sent_forms, visitor
from marketplace.web.shared.security import require


@blueprint.get("/<payment>/trouble")
@require(Permission.PAYMENTS_REFUND)
def ask_deal(payment: str) -> str:
    return _question(payment_of(payment), DealtForm())


@blueprint.post("/<payment>/trouble")
@require(Permission.PAYMENTS_REFUND)
def deal(payment: str) -> ResponseReturnValue:
    found, form = payment_of(payment), DealtForm()

    def dealt() -> ResponseReturnValue:
        with transaction(by=visitor.actor()):
            orders.deal_with(found, why=form.why.data or "", now=clock.now())
        flash(gettext("Noted: no decision is needed any more"))
        return redirect(url_for(".show", payment=payment), 303)

    return sent_forms.answer(form, lambda: _question(found, form), dealt)


def _question(payment: payments.Payment, form: DealtForm) -> str:
    trouble = payments.trouble(payment.id)
    if trouble is None:
        raise payments.NoTrouble
    return render_template(
        "console/payments/trouble.html",
        payment=payment,
        form=form,
        said=TROUBLES[trouble],
        ends=trouble == "wrong_amount",
    )
