"""Points and money: how many points a member gives for a card, and what is left to pay by card. It ends as an order that waits for its payment."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from marketplace import orders, payments
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from marketplace.web.shared import visitor
from marketplace.web.storefront import brands, joined, mixing, paying, refusals
from marketplace.web.storefront.choice_form import ChoiceForm
from marketplace.web.storefront.context import by_day
from marketplace.web.storefront.split_form import SplitForm

LEADING = "leading to payment"  # which order's payment page the visitor is led to, once, as soon as it is there

blueprint = Blueprint("split", __name__)


@blueprint.get("/brands/<slug>/split")
@joined.members_only
def show(slug: str) -> ResponseReturnValue:
    return _page(slug, MultiDict(request.args), SplitForm(formdata=None))


@blueprint.post("/brands/<slug>/split")
@joined.members_only
def create(slug: str) -> ResponseReturnValue:
    form, now = SplitForm(), clock.now()
    if "quote" in request.form:  # the button of a page without script: it asks what the chosen mix comes to
        return redirect(url_for(".show", slug=slug, **_chosen()), 303)
    valid = form.validate_on_submit()
    if not form.spoilt and str(form.quoted_points.data) != request.form.get("points", str(form.quoted_points.data)):
        refusals.explain(refusals.ChoiceChanged(), form)
        return _page(slug, MultiDict(request.form), form, 409)
    if not valid:
        return _page(slug, MultiDict(request.form), form, 422)
    try:
        if not paying.is_possible():
            raise payments.PaymentsOff
        with transaction(by=visitor.actor()):
            order = _place(form, now)
    except Refusal as no:
        refusals.explain(no, form)
        return _page(slug, MultiDict(request.form), form, no.status)
    session[LEADING] = order.number
    return redirect(url_for("storefront.orders.show", number=order.number), 303)


def _place(form: SplitForm, now: datetime) -> orders.Order:
    return orders.place(
        visitor.member(), **form.wanted, ref=form.ref.data, price=form.price.data, points=form.quoted_points.data,
        accepted=form.accepted, now=now,
    )  # fmt: skip


def _chosen() -> dict[str, Any]:
    return {name: request.form[name] for name in ("d", "offer", "value", "points") if name in request.form}


def _page(slug: str, asked: MultiDict[str, str], form: SplitForm, status: int = 200) -> ResponseReturnValue:
    """The page, or the part of it that script asks for; back to the brand's where this card is not for money now."""
    now = clock.now()
    page = brands.brand_page(slug, now)
    choosing = ChoiceForm(asked, page, now)
    mix = mixing.mixed(choosing, asked, now) if choosing.validate() else None
    if mix is None:
        return redirect(url_for("storefront.brands.show", slug=slug), 303)
    part = "paying" if request.headers.get("HX-Target") == "paying" else "show"
    html = render_template(
        f"storefront/split/{part}.html", brand=page.brand, mix=mix, choice=mix.choice, quote=mix.quote, order=form, ref=ids.new_ref(),
        taken=by_day(mix.quote.taken), texts=brands.texts(), offer=mix.choice.offer,
    )  # fmt: skip
    response: Response = make_response(html, status)
    response.vary.add("HX-Request")
    return response
