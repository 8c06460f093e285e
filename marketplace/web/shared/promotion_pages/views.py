"""The list of joint promotions at a desk, and what is done with one there."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.settlements import Deal, Estimate, Promotion
from marketplace.web.shared import filters, sure
from marketplace.web.shared.own_ids import own_id
from marketplace.web.shared.promotion_pages.forms import STATES, WRONG, NoForm, PromotionForm, cost
from marketplace.web.shared.statement_pages import partner_here, partners_here, percent
from marketplace.web.shared.visitor import actor

_FIELDS = {
    "to_day": "last_day", "discount_bp": "discount", "partner_bp": "share", "offer_id": "offer",
    settlements.PromotionSettled.code: "from_day", settlements.PromotionBeside.code: "from_day",
}  # fmt: skip
WHOLE = 10_000  # a discount of the whole value, in hundredths of a percent


def index(**_address: str) -> ResponseReturnValue:
    return _page()


def propose(**_address: str) -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        if "look" in request.form:
            settlements.check_deal(form.deal(), partners_here())
            return _page(form, estimate=settlements.foreseen(form.deal(), now=clock.now()))
        if "sure" not in request.form:
            settlements.check_deal(form.deal(), partners_here())
            return _ask(form)
        with transaction(by=actor()):
            settlements.propose_promotion(
                form.deal(), partners_here(), side=_side(), by=actor().id or 0, ref=form.ref.data or "", now=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
    except (settlements.BadPromotion, settlements.PromotionSettled, settlements.PromotionBeside) as no:
        name = no.facts.get("field", no.code)
        field = form[_FIELDS.get(name, name)]
        field.errors = [*field.errors, str(WRONG[name])]
        return _page(form), 422
    flash(gettext("Signed. It waits for the other side now."))
    return redirect(url_for(".index"), 303)


def ask_sign(promotion_id: int, **_address: str) -> ResponseReturnValue:
    of = _here(promotion_id)
    days = f"{filters.short_day(of.from_day)} – {filters.short_day(of.last_day)}"
    says = gettext(
        "From then on it holds: on %(days)s the partner bears %(share)s of a discount of %(discount)s. It cannot be taken back.",
        days=days, share=percent(of.partner_bp), discount=percent(of.discount_bp),
    )  # fmt: skip
    return sure.asked(
        gettext("Sign “%(name)s”?", name=of.name), says, *_costs(of), yes=gettext("Sign"), back=url_for(".index"), kind="primary"
    )  # fmt: skip


def sign(promotion_id: int, **_address: str) -> ResponseReturnValue:
    of = _here(promotion_id)
    with transaction(by=actor()):
        settlements.sign_promotion(of, side=_side(), by=actor().id or 0, now=clock.now())  # type: ignore[arg-type]
    flash(gettext("Signed"))
    return redirect(url_for(".index"), 303)


def ask_refuse(promotion_id: int, **_address: str) -> ResponseReturnValue:
    return _refusal(_here(promotion_id), NoForm())


def refuse(promotion_id: int, **_address: str) -> ResponseReturnValue:
    of, form = _here(promotion_id), NoForm()
    if not form.validate_on_submit():
        return _refusal(of, form), 422
    with transaction(by=actor()):
        settlements.refuse_promotion(of, side=_side(), by=actor().id or 0, why=form.why.data or "", now=clock.now())  # type: ignore[arg-type]
    flash(gettext("Refused: the other side reads why."))
    return redirect(url_for(".index"), 303)


def _ask(form: PromotionForm) -> str:
    """What proposing it means and will cost, once more before it is signed."""
    deal = form.deal()
    days = f"{filters.short_day(deal.from_day)} – {filters.short_day(deal.to_day - timedelta(1))}"
    says = gettext(
        "You sign it for your side now. Once the other side has signed, too, the partner bears %(share)s of a discount of %(discount)s on %(days)s.",
        share=percent(deal.partner_bp), discount=percent(deal.discount_bp), days=days,
    )  # fmt: skip
    keep = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return sure.asked(
        gettext("Propose “%(name)s”?", name=deal.name), says, *_costs(deal), yes=gettext("Sign and propose"), back=url_for(".index"),
        kind="primary", carries=keep | {"sure": "1"},
    )  # fmt: skip


def _costs(of: Deal) -> list[str]:
    """What a promotion costs the partner, and that a whole discount gives cards away."""
    says = [f"{gettext('It would cost the partner')}: {cost(settlements.foreseen(of, now=clock.now()))}."]
    return (
        [*says, gettext("A discount of %(discount)s gives the cards away for nothing.", discount=percent(WHOLE))]
        if of.discount_bp == WHOLE
        else says
    )


def _refusal(of: Promotion, form: NoForm) -> str:
    says = gettext("The proposal ends, and the other side reads why. Another one can be proposed.")
    return sure.asked(
        gettext("Refuse “%(name)s”?", name=of.name), says, yes=gettext("Refuse"), back=url_for(".index"), form=form
    )


def _here(promotion_id: int) -> Promotion:
    """A promotion that the desk may see. Raises NoPromotion."""
    return settlements.promotion(promotion_id, partners_here())


def _side() -> str:
    return "programme" if partner_here() is None else "partner"


def _form() -> PromotionForm:
    form = PromotionForm()
    offers = [
        (own_id("offer_id", one.offer_id), f"{filters.local(one, 'brand')} · {filters.local(one, 'title')}")
        for one in settlements.promotable(partners_here())
    ]
    form.offer.choices = offers if len(offers) < 2 else [("", gettext("Choose an offer")), *offers]
    return form


def _page(form: PromotionForm | None = None, estimate: Estimate | None = None) -> str:
    found, today = settlements.promotions(partners_here()), filters.today()
    to_come = [one for one in found if one.state == "agreed" and today < one.to_day]
    return render_template(
        "shared/promotions/index.html", promotions=found, partners=partners_here(), states=STATES, form=form or _form(),
        side=_side(), percent=percent, cost=cost, estimate=estimate,
        estimates={one.id: settlements.foreseen(one, now=clock.now()) for one in found if one.state == "open"},
        to_come={one.id for one in to_come}, dear=settlements.too_dear(one.id for one in to_come), today=today,
    )  # fmt: skip
