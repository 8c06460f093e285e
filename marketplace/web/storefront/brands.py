"""A brand's page: its card, what of it can be ordered, what that costs the visitor, and where it is taken."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request, url_for

from marketplace import partners, programmes, shop
from marketplace.core import clock
from marketplace.core.ids import new_ref
from marketplace.shop import BrandPage
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import current_member
from marketplace.web.storefront import choice_words, city, paying, topups
from marketplace.web.storefront.choice import affordable, choose
from marketplace.web.storefront.choice_form import ChoiceForm
from marketplace.web.storefront.context import by_day, purse
from marketplace.web.storefront.order_form import OrderForm

SHOPS_SHOWN = 5

blueprint = Blueprint("brands", __name__)


@blueprint.get("/brands/<slug>")
def show(slug: str) -> Response:
    now = clock.now()
    page = brand_page(slug, now)
    form = ChoiceForm(request.args, page, now)
    form.validate()
    return answer(form, OrderForm(formdata=None), now)


def brand_page(slug: str, now: datetime) -> BrandPage:
    """The brand with what this visitor can order of it, and the shops of their city. Raises NotFound."""
    member = current_member()
    return shop.brand_page(g.programme.id, slug, city=city.slug(), tier=member.tier if member else "", now=now)


def answer(form: ChoiceForm, order: OrderForm, now: datetime, status: int = 0) -> Response:
    """The page, or the part of it that script asks for. `form` must be validated; `order` may hold what was refused."""
    part = {"order": "ordering", "panel": "paneling"}.get(request.headers.get("HX-Target", ""), "show")
    names = _names(form, order, now)
    response = make_response(render_template(f"storefront/brands/{part}.html", **names))
    response.status_code = status or (422 if form.errors else 200)
    response.vary.add("HX-Request")
    if part != "show" and names["choice"]:
        response.headers["HX-Replace-Url"] = url_for(".show", slug=form.page.brand.slug, **names["choice"].args)
    return response


def _names(form: ChoiceForm, order: OrderForm, now: datetime) -> dict[str, Any]:
    known = purse()
    chosen = choose(form, now)
    return {
        "page": form.page, "brand": form.page.brand, "choosing": form, "offer": form.chosen_offer, "choice": chosen,
        "form": order if order.errors else form, "order": order,
        "category": next(c for c in partners.categories() if c.slug == form.page.brand.category_slug),
        "within": affordable(form.page, known.balance) if known else [],
        "texts": texts() if known else {}, "for_money": paying.offered(chosen, known.balance if known else 0),
        "top_up": topups.that_helps(chosen.quote.missing) if chosen and chosen.quote else 0,
        "taken": by_day(chosen.quote.taken) if chosen and chosen.quote else [],
        "range_words": choice_words.range_words, "shops_shown": SHOPS_SHOWN, "ref": new_ref(),
    }  # fmt: skip


def texts() -> dict[str, str]:
    """The hashes of what is accepted with an order, as its form carries them."""
    return {
        kind: digest.hex() for kind, digest in programmes.texts_accepted(g.programme.id, filters.language()).items()
    }
