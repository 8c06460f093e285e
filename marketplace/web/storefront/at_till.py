"""A card shown at a till: bright and large, what is left of it moves while it is looked at; and what its owner says he has used."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import parts
from marketplace.web.shared.security import remember
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import card_code, card_page, joined
from marketplace.web.storefront.marks import MarkForm

blueprint = Blueprint("at_till", __name__)
SHOWN_S = 15 * 60


@blueprint.post("/cards/<public_id>/till")
@joined.members_only
def show(public_id: str) -> ResponseReturnValue:
    """The code is opened as it is anywhere, and leaves the same record; where tills take it without a network it is a pass."""
    now = clock.now()
    try:
        with transaction(by=actor()):
            secret = card_code.opened(public_id, now)
            card = giftcards.card(public_id, member().id)
            signed = tills.give_pass(card, pin=secret.pin, now=now)
    except giftcards.FreshFactorNeeded:
        remember()
        return parts.go(url_for("security.verify", next=url_for("storefront.cards.show", public_id=public_id)))
    except giftcards.CardNotActive:
        return parts.go(url_for("storefront.cards.show", public_id=public_id))
    page = card_page.of_mine(public_id)
    shown = card_code.shown(secret, page.brand, signed)
    body = render_template("storefront/cards/till.html", page=page, shown=shown, seconds=SHOWN_S, last=None, now=now)
    response = _unkept(body)
    response.headers["Refresh"] = f"{SHOWN_S}; url={url_for('storefront.cards.show', public_id=public_id)}"
    return response


@blueprint.get("/cards/<public_id>/till")
@joined.members_only
def go_back(public_id: str) -> ResponseReturnValue:
    """The address alone shows nothing; it leads to the card."""
    return redirect(url_for("storefront.cards.show", public_id=giftcards.card(public_id, member().id).public_id))


@blueprint.get("/cards/<public_id>/left")
@joined.members_only
def left(public_id: str) -> ResponseReturnValue:
    """What is left now, for the page that shows the card: nothing where it has `seen` that, 205 where the card is not to be shown."""
    card = giftcards.card(public_id, member().id)
    if str(card.remaining) == request.args.get("seen", "") and card.state == "active":
        return _unkept("", 204)
    if card.state not in ("active", "spent"):
        return _unkept("", 205)
    moves = [event for event in giftcards.events(card) if event.kind in ("used", "returned")]
    template = "till_used" if card.state == "spent" else "till_left"
    facts = {"page": card_page.of_mine(public_id), "moves": moves, "last": moves[0] if moves else None}
    return _unkept(render_template(f"storefront/cards/{template}.html", **facts))


@blueprint.get("/cards/<public_id>/mark")
@joined.members_only
def ask(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    if not page.markable:
        return parts.go(url_for("storefront.cards.show", public_id=public_id))
    return _unkept(render_template("storefront/cards/mark.html", page=page, form=MarkForm(page.card)))


@blueprint.post("/cards/<public_id>/mark")
@joined.members_only
def mark(public_id: str) -> ResponseReturnValue:
    page = card_page.of_mine(public_id)
    form = MarkForm(page.card)
    if not form.validate_on_submit():
        return _unkept(render_template("storefront/cards/mark.html", page=page, form=form), 422)
    with transaction(by=actor()):
        giftcards.mark(public_id, member=member(), rest=form.rest, now=clock.now())
    flash(gettext("Saved"), "toast")
    return parts.go(url_for("storefront.cards.show", public_id=public_id))


def _unkept(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
