"""What a person decides about a purchase, each with a question before it and evidence; and asking the supplier now."""

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import orders
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.supplied.forms import DecisionForm
from marketplace.web.console.supplied.views import blueprint, order_of, question
from marketplace.web.shared import sent_forms
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor


@blueprint.post("/<supplied>/askings")
@require(Permission.SUPPLIERS_DECIDE)
def ask_now(supplied: str) -> ResponseReturnValue:
    order = order_of(supplied)
    with transaction(by=actor()):
        orders.ask_again(order, now=clock.now())
    flash(_("The supplier is asked in a moment, unless it asked us to wait"))
    return redirect(url_for(".show", supplied=supplied), 303)


@blueprint.get("/<supplied>/decisions/<decision>")
@require(Permission.SUPPLIERS_DECIDE)
def ask(supplied: str, decision: str) -> str:
    return question(order_of(supplied), _known(decision), DecisionForm(decision))


@blueprint.post("/<supplied>/decisions/<decision>")
@require(Permission.SUPPLIERS_DECIDE)
def decide(supplied: str, decision: str) -> ResponseReturnValue:
    order, form = order_of(supplied), DecisionForm(_known(decision))

    def decided() -> ResponseReturnValue:
        with transaction(by=actor()):
            _VERBS[decision](order, form)
        flash(_("Decided"))
        return redirect(url_for(".show", supplied=supplied), 303)

    return sent_forms.answer(form, lambda: question(order, decision, form), decided)


def _give_up(order: orders.Order, form: DecisionForm) -> None:
    orders.give_up(order, evidence=form.evidence.data.strip(), now=clock.now())


def _buy_again(order: orders.Order, form: DecisionForm) -> None:
    orders.buy_again(order, evidence=form.evidence.data.strip(), now=clock.now())


def _name_sale(order: orders.Order, form: DecisionForm) -> None:
    orders.name_sale(order, form.supplier_ref.data.strip(), evidence=form.evidence.data.strip(), now=clock.now())


_VERBS: dict[str, Callable[[orders.Order, DecisionForm], None]] = {
    "give_up": _give_up, "buy_again": _buy_again, "name_sale": _name_sale,
}  # fmt: skip


def _known(decision: str) -> str:
    return decision if decision in _VERBS else abort(404)
