"""What a member has ordered, newest first."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import catalogue, orders, partners
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import member
from marketplace.web.storefront import joined
from marketplace.web.storefront.card_page import Status

PAGE_SIZE = 24
blueprint = Blueprint("order_list", __name__)


@blueprint.get("/orders")
@joined.members_only
def index() -> ResponseReturnValue:
    cursor = request.args.get("cursor") or None
    page = orders.of_member(member().id, cursor=cursor, limit=PAGE_SIZE)
    brands = partners.brands([one.brand_id for one in page.items])
    called = catalogue.called([one.offer_id for one in page.items])
    language = filters.language()
    listed = [
        (one, brands[one.brand_id], called[one.offer_id].at(one.value, one.currency, language)) for one in page.items
    ]
    more = url_for(".index", cursor=page.next) if page.next else ""
    return render_template(
        "storefront/orders/index.html", orders=listed, more=more, first=cursor is None, states=_states()
    )


def _states() -> dict[str, Status]:
    """How an order stands, as its badge says it."""
    made = Status(gettext("Being made"), "warn", "hourglass")
    ready, back = Status(gettext("Ready"), "good", "check"), Status(gettext("Returned"), "", "undo-2")
    unpaid = Status(gettext("Waiting for payment"), "warn", "hourglass")
    return {"unpaid": unpaid, "placed": made, "obtained": made, "unknown": made, "issued": ready, "cancelled": back}
