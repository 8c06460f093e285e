"""The list of payments, and one of them with everything that became of it."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from marketplace import members, orders, payments
from marketplace.identity import Permission
from marketplace.payments import Payment
from marketplace.web.console.payments import words
from marketplace.web.console.payments.listed import FACE
from marketplace.web.shared import listing
from marketplace.web.shared.security import may, require

blueprint = Blueprint("payments", __name__, url_prefix="/payments")


@blueprint.get("")
@require(Permission.PAYMENTS_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, _asker())


@blueprint.post("/exports")
@require(Permission.PAYMENTS_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.PAYMENTS_READ)


@blueprint.get("/<payment>")
@require(Permission.PAYMENTS_READ)
def show(payment: str) -> str:
    found = payment_of(payment)
    available = payments.available(found.id)
    order = orders.order_by_id(found.purpose_id) if found.purpose == "order" else None
    topup = payments.topup(found) if found.purpose == "topup" else None
    return render_template(
        "console/payments/show.html", payment=found, words=words, trouble=payments.trouble(found.id), available=available,
        refunds=payments.refunds(found.id), disputes=payments.disputes(found.id), events=payments.events(found.id),
        calls=payments.all_calls(found.id), member=members.member(found.member_id), order=order, topup=topup,
        may_refund=available > 0 and may(Permission.PAYMENTS_REFUND),
    )  # fmt: skip


def payment_of(payment: str) -> Payment:
    """A payment of the programme. Raises NoPayment: another programme's, too."""
    return payments.by_public_id(payment, programme_id=g.programme.id)


def _asker() -> listing.Asker:
    return listing.Asker({"programme": g.programme.id})
