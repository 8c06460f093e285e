"""The list of what was bought, and one purchase with all that was asked and answered."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from marketplace import orders, partners, suppliers
from marketplace.identity import Permission
from marketplace.orders import Order
from marketplace.web.console.supplied import words
from marketplace.web.console.supplied.forms import DecisionForm
from marketplace.web.console.supplied.listed import FACE
from marketplace.web.shared import listing
from marketplace.web.shared.security import may, require

blueprint = Blueprint("supplied", __name__, url_prefix="/bought")


@blueprint.get("")
@require(Permission.SUPPLIERS_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, _asker())


@blueprint.post("/exports")
@require(Permission.SUPPLIERS_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.SUPPLIERS_READ)


@blueprint.get("/<supplied>")
@require(Permission.SUPPLIERS_READ)
def show(supplied: str) -> str:
    order = order_of(supplied)
    purchases = suppliers.purchases_of(order.id)
    return render_template(
        "console/supplied/show.html", order=order, purchase=purchases[-1], brand=partners.brand(order.brand_id), words=words,
        supplier=suppliers.connection_by_id(purchases[-1].connection_id),
        story=[(purchase, suppliers.calls(purchase.id)) for purchase in reversed(purchases)], may_decide=may(Permission.SUPPLIERS_DECIDE),
    )  # fmt: skip


def question(order: Order, decision: str, form: DecisionForm) -> str:
    """The page that asks before a decision."""
    return render_template(
        "console/supplied/ask.html", order=order, decision=decision, said=words.DECISIONS[decision], form=form,
        purchase=suppliers.purchase_of(order.id), words=words,
    )  # fmt: skip


def order_of(supplied: str) -> Order:
    """An order of the programme that a supplier fulfils. Raises NoPurchase, OrderNotFound: another programme's, too."""
    order = orders.order_numbered(supplied, programme_id=g.programme.id)
    if order.fulfilment != "supplier":
        raise orders.OrderNotFound
    suppliers.purchase_of(order.id)
    return order


def _asker() -> listing.Asker:
    return listing.Asker({"programme": g.programme.id})
