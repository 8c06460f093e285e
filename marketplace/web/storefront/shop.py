"""The front page: the balance, what it buys, and every brand that can be ordered now."""

from flask import Blueprint, Response, make_response, render_template, request

from marketplace.core import clock
from marketplace.web.storefront import context, rescue, window
from marketplace.web.storefront.shop_form import ShopForm

# What script asks for, by the id of the place that it fills, and the template of that part.
PARTS = {"found": "found", "shelf": "more"}

blueprint = Blueprint("shop", __name__)


@blueprint.get("/")
def index() -> Response:
    now = clock.now()
    categories = window.shelves(now)
    form = ShopForm(request.args, [category.slug for category in categories])
    good, part = form.validate(), PARTS.get(request.headers.get("HX-Target", ""), "")
    if part and not good:
        return _answer("wrong", form, part, seen=None)
    seen = window.look(form if good else form.blank(), now)
    if part:
        return _answer(part, form, part, seen=seen, top=None, categories=categories)
    names = {"top": window.top(now), "soon": rescue.look(context.purse(), now)}
    return _answer("index", form, part, seen=seen, categories=categories, **names)


def _answer(template: str, form: ShopForm, part: str, **names: object) -> Response:
    """The page or a part of it; the browser's address follows what is shown."""
    response = make_response(render_template(f"storefront/shop/{template}.html", form=form, **names))
    response.vary.add("HX-Request")
    if form.errors:
        response.status_code = 422
        if part:  # the messages alone: what was found before stays
            response.headers["HX-Reswap"] = "none"
    elif part == "found":
        typing = request.headers.get("HX-Trigger") == "q"
        response.headers["HX-Replace-Url" if typing else "HX-Push-Url"] = form.url()
    return response
