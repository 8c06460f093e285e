"""Giving a card: the form with what its recipient will see, the gift as it stands, changing it and taking it back."""

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards, gifts
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.gifts import Gift
from marketplace.web.shared import parts
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import card_page, gift_page, joined
from marketplace.web.storefront.gift_forms import GiftForm, NewWordForm

blueprint = Blueprint("gifts", __name__)


@blueprint.get("/cards/<public_id>/gift")
@joined.members_only
def ask(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    if not page.givable:
        return parts.go(url_for("storefront.cards.show", public_id=public_id))
    return _form(page.card, GiftForm(page.card, member().first_name))


@blueprint.post("/cards/<public_id>/gift")
@joined.members_only
def give(public_id: str) -> ResponseReturnValue:
    card = giftcards.card(public_id, member().id)
    form = GiftForm(card, member().first_name)
    if "preview" in request.args:
        return _unkept(render_template("storefront/gifts/preview.html", **_preview(card, form)))
    if not form.validate_on_submit():
        return _form(card, form, 422)
    try:
        with transaction(by=actor()):
            made = gifts.give(member(), public_id, form.wanted, ref=form.ref.data, now=clock.now())
    except gifts.BadGift as no:
        form.explain(str(no.facts["field"]))
        return _form(card, form, 422)
    return redirect(url_for(".show", gift=made.ref), 303)


@blueprint.get("/gifts/<gift>")
@joined.members_only
def show(gift: str) -> ResponseReturnValue:
    return _shown(_own(gift), NewWordForm())


@blueprint.get("/gifts/<gift>/change")
@joined.members_only
def edit(gift: str) -> ResponseReturnValue:
    of = _own(gift)
    if not of.open:
        return redirect(url_for(".show", gift=gift))
    card = giftcards.card_by_id(of.giftcard_id)
    return _form(card, GiftForm(card, member().first_name, of), of=of)


@blueprint.post("/gifts/<gift>/change")
@joined.members_only
def change(gift: str) -> ResponseReturnValue:
    of = _own(gift)
    card = giftcards.card_by_id(of.giftcard_id)
    form = GiftForm(card, member().first_name, of)
    if not form.validate_on_submit():
        return _form(card, form, 422, of=of)
    try:
        with transaction(by=actor()):
            gifts.change(of, form.wanted, now=clock.now())
    except gifts.BadGift as no:
        form.explain(str(no.facts["field"]))
        return _form(card, form, 422, of=of)
    except gifts.GiftSent:
        form.form_errors.append(gettext("It has already been sent there. Only the address can still be corrected."))
        return _form(card, form, 409, of=of)
    flash(gettext("Saved"), "toast")
    return redirect(url_for(".show", gift=gift), 303)


@blueprint.get("/gifts/<gift>/return")
@joined.members_only
def ask_back(gift: str) -> ResponseReturnValue:
    of = _own(gift)
    if not of.open:
        return redirect(url_for(".show", gift=gift))
    return _unkept(render_template("storefront/gifts/ask_back.html", page=gift_page.look(of)))


@blueprint.post("/gifts/<gift>/return")
@joined.members_only
def take_back(gift: str) -> ResponseReturnValue:
    of = _own(gift)
    with transaction(by=actor()):
        gifts.take_back(of, now=clock.now())
    flash(gettext("The card is yours again"), "toast")
    return redirect(url_for("storefront.cards.show", public_id=giftcards.card_by_id(of.giftcard_id).public_id), 303)


@blueprint.post("/gifts/<gift>/word")
@joined.members_only
def new_word(gift: str) -> ResponseReturnValue:
    of, form = _own(gift), NewWordForm()
    if not form.validate_on_submit():
        return _shown(of, form, 422)
    try:
        with transaction(by=actor()):
            gifts.new_word(of, form.word.data or "", now=clock.now())
    except gifts.BadGift:
        form.word.errors = [gettext("At least four letters, and not all the same.")]
        return _shown(of, form, 422)
    flash(gettext("Saved"), "toast")
    return redirect(url_for(".show", gift=gift), 303)


def _own(gift: str) -> Gift:
    return gifts.given(gift, member().id)


def _shown(of: Gift, form: NewWordForm, status: int = 200) -> Response:
    return _unkept(render_template("storefront/gifts/show.html", page=gift_page.look(of), form=form), status)


def _form(card: giftcards.Card, form: GiftForm, status: int = 200, of: Gift | None = None) -> Response:
    names = {"card": card, "form": form, "of": of, "today": g.programme.day(clock.now())} | _preview(card, form)
    return _unkept(render_template("storefront/gifts/form.html", **names), status)


def _preview(card: giftcards.Card, form: GiftForm) -> dict[str, object]:
    """What the recipient will see."""
    signed = form.name if form.sign.data else ""
    named = {"to_name": form.to_name.data or "", "message": form.message.data or "", "signed": signed}
    return {"face": gift_page.face(card), "design": form.design.data or "plain", **named}


def _unkept(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
