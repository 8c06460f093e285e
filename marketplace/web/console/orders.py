"""An order as support sees it: what was ordered, for how much, by whom, how it stands and what happened."""

from flask import Blueprint, g, render_template

from marketplace import giftcards, members, orders, partners, reports
from marketplace.identity import Permission
from marketplace.web.console import standing, timeline
from marketplace.web.shared.security import require

blueprint = Blueprint("orders", __name__, url_prefix="/orders")


@blueprint.get("/<number>")
@require(Permission.MEMBERS_READ)
def show(number: str) -> str:
    order = orders.order_numbered(number, programme_id=g.programme.id)
    return render_template(
        "console/order.html", order=order, brand=partners.brand(order.brand_id), member=members.member(order.member_id),
        card=giftcards.of_orders([order.id]).get(order.id), state=standing.ORDERS[order.state], story=timeline.shown(reports.of_order(order)),
    )  # fmt: skip
