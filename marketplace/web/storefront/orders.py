"""Orders: placed from a brand's page, shown until the card is there, taken back while its code is unseen."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from marketplace import catalogue, giftcards, ledger, orders, partners, payments
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from marketplace.web.shared import filters, visitor
from marketplace.web.storefront import brands, choice_form, joined, kinds, refusals, split
from marketplace.web.storefront.context import by_day
from marketplace.web.storefront.order_form import OrderForm

# How often a page that waits for the worker asks again, two seconds apart.
TRIES = 30

blueprint = Blueprint("orders", __name__)


@blueprint.post("/brands/<slug>/orders")
@joined.members_only
def create(slug: str) -> ResponseReturnValue:
    form, now = OrderForm(), clock.now()
    if "quote" in request.form:  # the button of a page without script: it asks for the price of what is chosen now
        return redirect(url_for("storefront.brands.show", slug=slug, **_chosen()), 303)
    valid = form.validate_on_submit()
    if not form.spoilt and _differs(slug, form, now):
        no = refusals.ChoiceChanged()
        refusals.explain(no, form)
        return _again(slug, form, no.status, _chosen())
    if not valid:
        return _again(slug, form, 422)
    try:
        with transaction(by=visitor.actor()):
            order = _place(form, now)
    except Refusal as no:
        refusals.explain(no, form)
        return _again(slug, form, no.status)
    if order.placed_at != now:  # the page was sent before: by a second press, or after the way back
        flash(gettext("This has already been ordered. You were not charged again."), "info")
    return redirect(url_for(".show", number=order.number), 303)


@blueprint.get("/orders/<number>")
@joined.members_only
def show(number: str) -> Response:
    order = _own(number)
    tries = request.args.get("try", 0, type=int)
    if order.state == "unpaid" and (led := _led_to_payment(order)):
        return led
    part = "state" if request.headers.get("HX-Target") == "state" else "show"
    return _page(part, order, tries=min(max(tries, 0), TRIES) + 1)


@blueprint.post("/orders/<number>/payment/closing")
@joined.members_only
def stop_paying(number: str) -> ResponseReturnValue:
    with transaction(by=visitor.actor()):
        orders.stop_paying(_own(number), now=clock.now())
    return redirect(url_for(".show", number=number), 303)


@blueprint.get("/orders/<number>/cancellation")
@joined.members_only
def cancellation(number: str) -> Response:
    return _page("cancellation", _own(number))


@blueprint.post("/orders/<number>/cancellation")
@joined.members_only
def cancel(number: str) -> ResponseReturnValue:
    order = _own(number)
    late = _late(orders.lots_taken(order), orders.coming_back(order, now=clock.now()))
    try:
        with transaction(by=visitor.actor()):
            orders.cancel(order, why="", now=clock.now())
    except orders.NotCancellable as no:
        return _page("cancellation", _own(number), status=no.status, refused=True)
    points = filters.points(order.points_part)
    if late:
        flash(gettext("%(points)s are back, some with a new expiry date.", points=points), "good")
    else:
        flash(gettext("%(points)s are back, with their original expiry dates.", points=points), "good")
    return redirect(url_for(".show", number=order.number), 303)


def _led_to_payment(order: orders.Order) -> Response | None:
    """Whoever has come back from the provider's page has it asked at once; whoever has just ordered is led there, once."""
    payment = payments.payment_of("order", order.id)
    if request.args.get("paid") == "yes" and "try" not in request.args:
        with transaction(by=visitor.actor()):
            payments.look_now(payment, now=clock.now())
    if payment.url is None or "try" not in request.args or session.get(split.LEADING) != order.number:
        return None
    del session[split.LEADING]
    return Response(status=204, headers={"HX-Redirect": payment.url})


def _place(form: OrderForm, now: datetime) -> orders.Order:
    """Order what was shown, at the price that was shown."""
    price, accepted = form.price.data, form.accepted
    return orders.place(visitor.member(), **form.wanted, ref=form.ref.data, price=price, accepted=accepted, now=now)


def _chosen() -> dict[str, Any]:
    """What the controls of the page say, as it was sent."""
    return {name: request.form[name] for name in ("d", "offer", "value") if name in request.form}


def _differs(slug: str, form: OrderForm, now: datetime) -> bool:
    """Whether another card is chosen than the quoted one: a page without script does not follow the choice."""
    chosen = _chosen()
    if chosen.get("d", "") == str(form.quoted_d.data) or not chosen.keys() - {"offer"}:
        return False
    page = brands.brand_page(slug, now)
    if form.quoted_offer.data not in {None, *(offer.id for offer in page.offers)}:  # gone, or all of it taken
        return chosen.get("offer") != str(form.quoted_offer.data)
    choosing = choice_form.ChoiceForm(MultiDict(chosen), page, now)
    choosing.validate()
    return choosing.wanted != form.wanted


def _again(slug: str, form: OrderForm, status: int, chosen: dict[str, Any] | None = None) -> Response:
    """The brand's page with what was refused; the choice stays where it is still to be had."""
    now = clock.now()
    page = brands.brand_page(slug, now)
    choosing = choice_form.ChoiceForm(MultiDict(chosen or refusals.chosen(form, page)), page, now)
    choosing.validate()
    return brands.answer(choosing, form, now, status)


def _own(number: str) -> orders.Order:
    return orders.order_numbered(number, programme_id=g.programme.id, member_id=visitor.member().id)


def _late(taken: list[ledger.LotMove], back: list[ledger.LotMove]) -> bool:
    """Whether some of what comes back has another last day than it had."""
    had = {(lot.lot_id, lot.expires_on) for lot in taken}
    return any((lot.lot_id, lot.expires_on) not in had for lot in back)


def _page(name: str, order: orders.Order, *, status: int = 200, **names: object) -> Response:
    card = giftcards.of_orders([order.id]).get(order.id)
    called = catalogue.called([order.offer_id])[order.offer_id]
    today = g.programme.day(clock.now())
    taken, back = orders.lots_taken(order), orders.coming_back(order, now=clock.now())
    html = render_template(
        f"storefront/orders/{name}.html", order=order, number=order.number, card=card, words=kinds.WORDS[called.kind],
        what=called.at(order.value, order.currency, filters.language()), worth_money=called.worth_money,
        brand=partners.brand(order.brand_id), taken=by_day(taken),
        bar=order.bar_to_cancelling(card, today), tries_max=TRIES, back=by_day(back),
        late=_late(taken, back), returned=request.args.get("paid") == "yes",
        payment=payments.payment_of("order", order.id) if order.money_part else None,
        refunds=payments.refunds_of("order", order.id) if order.money_part else [], **names,
    )  # fmt: skip
    return make_response(html, status)
