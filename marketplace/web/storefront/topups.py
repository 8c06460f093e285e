"""Points for money, where the programme sells them: how many, what they cost, and the wait for the bank's word."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from marketplace import members, payments, programmes
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from marketplace.core.money import Money
from marketplace.web.shared import visitor
from marketplace.web.storefront import joined, paying
from marketplace.web.storefront.topup_form import TopUpForm, out_of_bounds, whole_points

LEADING = "leading to the payment of points"  # which of them the visitor is led to, once, as soon as it is there
TRIES = 30
# Whole points; those within the programme's bounds are offered.
READY = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
SHOWN_MAX = 4

blueprint = Blueprint("topups", __name__)


class Sum(NamedTuple):
    """What so many points cost, and from when and until when they can be spent."""

    points: int
    money: Money
    usable_from: date | None
    expires_on: date | None


def possible() -> bool:
    """Whether points can be bought here."""
    return g.programme.topup_price is not None and paying.is_possible()


def that_helps(missing: int) -> int:
    """So many whole points, bought here today, are enough where `missing` minor units are missing; 0 where nobody can buy so many."""
    programme = g.programme
    if missing <= 0 or not possible():
        return 0
    whole = 10**programme.decimals
    wanted = int(-(-max(missing, programme.topup_least) // whole))
    most = min(programme.topup_most, payments.topup_left(visitor.member(), now=clock.now()))
    return wanted if wanted * whole <= most else 0


@blueprint.get("/points/purchases/new")
@joined.members_only
def new() -> ResponseReturnValue:
    if not possible():
        return redirect(url_for("storefront.points.index"))
    form = TopUpForm(formdata=None)
    form.points.data = request.args.get("points", "").strip()[:24]
    wanted = whole_points(form.points.data)
    within = g.programme.topup_least <= wanted <= g.programme.topup_most
    if form.points.data and not within:
        form.minor = wanted
        form.points.errors = [out_of_bounds()]
    return _page(form, wanted if within else 0)


@blueprint.post("/points/purchases")
@joined.members_only
def create() -> ResponseReturnValue:
    form, now = TopUpForm(), clock.now()
    if "quote" in request.form:  # the button of a page without script: it asks what so many come to
        return redirect(url_for(".new", points=request.form.get("points", "")[:24]), 303)
    if not form.validate_on_submit():
        return _page(form, form.minor if not form.points.errors else 0), 422
    try:
        if not possible():
            raise payments.PaymentsOff
        with transaction(by=visitor.actor()):
            payment = payments.top_up(visitor.member(), form.minor, amount=form.amount.data, ref=form.ref.data, now=now)
    except Refusal as no:
        form.refuse(no)
        return _page(form, form.minor), no.status
    session[LEADING] = payment.public_id
    return redirect(url_for(".show", topup=payment.public_id), 303)


@blueprint.get("/points/purchases/<topup>")
@joined.members_only
def show(topup: str) -> ResponseReturnValue:
    payment = _own(topup)
    tries = min(max(request.args.get("try", 0, type=int), 0), TRIES) + 1
    if payment.state in ("open", "closing") and (led := _led_to_payment(payment)):
        return led
    part = "state" if request.headers.get("HX-Target") == "state" else "show"
    html = render_template(
        f"storefront/topups/{part}.html", payment=payment, topup=payments.topup(payment), tries=tries, tries_max=TRIES,
        returned=request.args.get("paid") == "yes", today=g.programme.day(clock.now()),
    )  # fmt: skip
    response = make_response(html)
    response.vary.add("HX-Request")
    return response


@blueprint.post("/points/purchases/<topup>/closing")
@joined.members_only
def stop_paying(topup: str) -> ResponseReturnValue:
    payment = _own(topup)
    with transaction(by=visitor.actor()):
        payments.close(payment, now=clock.now())
    return redirect(url_for(".show", topup=topup), 303)


def _own(topup: str) -> payments.Payment:
    """The member's own purchase of points. Raises NoPayment: another's, too."""
    payment = payments.by_public_id(topup, programme_id=g.programme.id)
    if payment.purpose != "topup" or members.member_now(payment.member_id).id != visitor.member().id:
        raise payments.NoPayment
    return payment


def _led_to_payment(payment: payments.Payment) -> Response | None:
    """Whoever has come back from the provider's page has it asked at once; whoever has just asked is led there, once."""
    if request.args.get("paid") == "yes" and "try" not in request.args:
        with transaction(by=visitor.actor()):
            payments.look_now(payment, now=clock.now())
    if payment.url is None or "try" not in request.args or session.get(LEADING) != payment.public_id:
        return None
    del session[LEADING]
    return Response(status=204, headers={"HX-Redirect": payment.url})


def _page(form: TopUpForm, points: int) -> str:
    """The form, or the part of it that script asks for; `points` in minor units, 0 where there is nothing to quote."""
    programme = g.programme
    whole = 10**programme.decimals
    names: dict[str, Any] = {
        "form": form, "quote": _quote(points) if points else None, "ref": ids.new_ref(),
        "left": payments.topup_left(visitor.member(), now=clock.now()),
        "ready": [one * whole for one in READY if programme.topup_least <= one * whole <= programme.topup_most][:SHOWN_MAX],
    }  # fmt: skip
    part = "sum" if request.headers.get("HX-Target") == "sum" else "new"
    return render_template(f"storefront/topups/{part}.html", **names | {"part": part})


def _quote(points: int) -> Sum:
    programme = g.programme
    today = programme.day(clock.now())
    fresh = today + timedelta(days=programme.fresh_days) if programme.fresh_days else None
    return Sum(points, payments.topup_price(programme, points), fresh, programmes.expiry_of(programme, today))
