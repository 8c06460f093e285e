"""The front page: the balance, what it buys, and every brand that can be ordered now."""

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.core import clock
from marketplace.web.shared.visitor import current_member
from marketplace.web.storefront import window
from marketplace.web.storefront.shop_form import ShopForm

blueprint = Blueprint("shop", __name__)


@blueprint.get("/")
def index() -> ResponseReturnValue:
    now = clock.now()
    categories = window.shelves(now)
    form = ShopForm(request.args, [category.slug for category in categories])
    good = form.validate()
    seen = window.look(form, now) if good else window.Window()
    part = request.headers.get("HX-Target", "") if request.headers.get("HX-Request") else ""
    if part:
        return _part(part, form, good=good, categories=categories, seen=seen)
    member = current_member()
    response = make_response(render_template(
        "storefront/shop/index.html", form=form, seen=seen, categories=categories, hour=now.astimezone(ZoneInfo(g.programme.time_zone)).hour,
        cards=window.last_cards(member, now) if member else [], brands=seen.total or window.brands_in_all(now),
    ), 200 if good else 422)  # fmt: skip
    response.vary.add("HX-Request")
    return response


def _part(part: str, form: ShopForm, *, good: bool, **names: object) -> Response:
    """The part of the page that script asks for; the browser's address follows what is shown."""
    template = "more" if part == "shelf" else "found" if good else "wrong"
    response = make_response(render_template(f"storefront/shop/{template}.html", form=form, **names))
    response.vary.add("HX-Request")
    if not good:  # the messages alone: what was found before stays
        response.headers["HX-Reswap"] = "none"
        response.status_code = 422
    elif part != "shelf":
        typing = request.headers.get("HX-Trigger") == "q"
        response.headers["HX-Replace-Url" if typing else "HX-Push-Url"] = form.url()
    return response
