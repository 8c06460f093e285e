"""A card for another: exchanged at a quote, split, merged; what ends and what begins is said before anything is pressed."""

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import exchanges, giftcards, orders, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import card_page, exchange_page, joined
from marketplace.web.storefront.card_page import CardPage
from marketplace.web.storefront.exchange_forms import AskForm, MergeForm, SplitForm

blueprint = Blueprint("exchanges", __name__)


@blueprint.get("/cards/<public_id>/exchange")
@joined.members_only
def choose(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    return _ended(page, may=page.exchangeable) or _unkept(_choosing(page, AskForm(page.card)))


@blueprint.post("/cards/<public_id>/quotes")
@joined.members_only
def ask(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    if (away := _ended(page)) is not None:
        return away
    form = AskForm(page.card)
    if not form.validate_on_submit():
        return _unkept(_choosing(page, form), 422)
    brand = partners.brand_by_slug(g.programme.id, form.brand.data or "")
    with transaction(by=actor()):
        quote = exchanges.offer(member(), public_id, brand.id, amount=form.sum, now=clock.now())
    return redirect(url_for(".show", quote=quote.ref, asked=form.sum if form.sum != quote.amount else None), 303)


@blueprint.get("/quotes/<quote>")
@joined.members_only
def show(quote: str) -> ResponseReturnValue:
    """What a quote gives; `asked` in the address: how much was to be exchanged, where it had to be another sum."""
    of = exchanges.quote(quote, member().id)
    page = card_page.of_mine(giftcards.card_by_id(of.giftcard_id).public_id)
    quoted = exchange_page.quoted(page.card, of, asked=request.args.get("asked", 0, type=int))
    return _ended(page) or _unkept(_choosing(page, AskForm(page.card, quoted), quoted))


@blueprint.post("/quotes/<quote>")
@joined.members_only
def exchange(quote: str) -> ResponseReturnValue:
    of = exchanges.quote(quote, member().id)
    with transaction(by=actor()):
        new = exchanges.exchange(of, member(), now=clock.now())
    flash(gettext("The card is exchanged. The old code no longer works."), "good")
    return redirect(url_for("storefront.cards.show", public_id=new.public_id), 303)


@blueprint.get("/cards/<public_id>/split")
@joined.members_only
def ask_split(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    form = SplitForm(page.card, request.args)
    return _ended(page, may=page.recastable) or _unkept(
        render_template("storefront/exchanges/split.html", page=page, form=form)
    )


@blueprint.post("/cards/<public_id>/split")
@joined.members_only
def split(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    if (away := _ended(page)) is not None:
        return away
    form = SplitForm(page.card)
    if not form.validate_on_submit():
        return _unkept(render_template("storefront/exchanges/split.html", page=page, form=form), 422)
    with transaction(by=actor()):
        born = exchanges.split(member(), public_id, form.sums, ref=form.ref.data, now=clock.now())
    flash(gettext("The card is split. The old code no longer works."), "good")
    if form.give.data:
        return redirect(url_for("storefront.gifts.ask", public_id=born[-1].public_id), 303)
    return redirect(url_for("storefront.cards.index"), 303)


@blueprint.get("/cards/<public_id>/merge")
@joined.members_only
def ask_merge(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    form = MergeForm(page.card, exchange_page.mergeable(page.card))
    return _ended(page, may=page.recastable) or _unkept(
        render_template("storefront/exchanges/merge.html", page=page, form=form)
    )


@blueprint.post("/cards/<public_id>/merge")
@joined.members_only
def merge(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    if (away := _ended(page)) is not None:
        return away
    form = MergeForm(page.card, exchange_page.mergeable(page.card))
    if not form.validate_on_submit():
        return _unkept(render_template("storefront/exchanges/merge.html", page=page, form=form), 422)
    with transaction(by=actor()):
        new = exchanges.merge(
            member(),
            form.cards.data or [],
            shorter_accepted=bool(form.shorter.data),
            ref=form.ref.data,
            now=clock.now(),
        )
    flash(gettext("The cards are merged. The old codes no longer work."), "good")
    return redirect(url_for("storefront.cards.show", public_id=new.public_id), 303)


def _choosing(page: CardPage, form: AskForm, quote: exchange_page.Quoted | None = None) -> str:
    """The page on which a card is exchanged for another brand's."""
    offers = exchange_page.targets(page.card)
    return render_template("storefront/exchanges/choose.html", page=page, form=form, offers=offers, quote=quote)


def _ended(page: CardPage, *, may: bool = True) -> ResponseReturnValue | None:
    """Where a card leads with which nothing can be done here: to the new one, or to its own page, which says why. None: something can.

    Raises NotOurCode, ExchangeOff: `may` says that what is asked for can be done with no such card.
    """
    if page.state == "active":
        if not may:
            raise exchanges.ExchangeOff if orders.is_ours(page.card) else exchanges.NotOurCode
        return None
    if len(page.heirs) == 1:
        flash(gettext("That card was replaced. This is the new one."), "toast")
        return redirect(url_for("storefront.cards.show", public_id=page.heirs[0].public_id), 303)
    return redirect(url_for("storefront.cards.show", public_id=page.card.public_id), 303)


def _unkept(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
