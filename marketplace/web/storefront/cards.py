"""My gift cards: all of them, one of them, its code for a minute, its printed page, stopping and releasing it."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards
from marketplace.codes import Secret
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import filters, parts
from marketplace.web.shared.security import remember
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import card_code, card_page, card_shelf, gift_page, joined
from marketplace.web.storefront.card_page import CardPage

blueprint = Blueprint("cards", __name__)

CHANGES = {"freeze": (giftcards.freeze, "active"), "release": (giftcards.unfreeze, "frozen")}


@blueprint.get("/cards")
@joined.members_only
def index() -> ResponseReturnValue:
    shelf = card_shelf.look(member(), card_shelf.asked(request.args), cursor=request.args.get("cursor", ""))
    template = "more" if parts.wanted() else "index"
    response = make_response(
        render_template(
            f"storefront/cards/{template}.html", shelf=shelf, status=card_page.status, gift_status=gift_page.status
        )
    )
    response.vary.add("HX-Request")
    return response


@blueprint.get("/cards/<public_id>")
@joined.members_only
def show(public_id: str) -> ResponseReturnValue:
    page = _page(public_id)
    return _unkept(render_template("storefront/cards/show.html", page=page, story=page.story(member())))


@blueprint.post("/cards/<public_id>/reveals")
@joined.members_only
def reveal(public_id: str) -> ResponseReturnValue:
    try:
        secret = _secret(public_id)
    except giftcards.FreshFactorNeeded:
        return _ask_factor(public_id)
    except giftcards.CardNotActive:
        return parts.go(url_for(".show", public_id=public_id))
    page = _page(public_id)
    names = {"page": page, "shown": card_code.shown(secret, page.brand), "story": page.story(member())}
    if parts.wanted():
        return _unkept(render_template("storefront/cards/opened.html", **names))
    response = _unkept(render_template("storefront/cards/show.html", **names))
    response.headers["Refresh"] = f"{card_code.SHOWN_S}; url={url_for('.show', public_id=public_id)}"
    return response


@blueprint.get("/cards/<public_id>/reveals")
@joined.members_only
def go_back(public_id: str) -> ResponseReturnValue:
    """Where a reader without script is after a reveal; the address alone shows nothing."""
    return redirect(url_for(".show", public_id=public_id))


@blueprint.post("/cards/<public_id>/certificate")
@joined.members_only
def certificate(public_id: str) -> ResponseReturnValue:
    try:
        secret = _secret(public_id, printed=True)
    except giftcards.FreshFactorNeeded:
        return _ask_factor(public_id)
    except giftcards.CardNotActive:
        return parts.go(url_for(".show", public_id=public_id))
    page = _page(public_id)
    paper = giftcards.printed(page.card, secret, order_number=page.order_number, language=filters.language())
    response = _unkept(paper)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="gift-card-{page.order_number or page.card.last4}.pdf"'
    )
    return response


@blueprint.get("/cards/<public_id>/<any(freeze, release):change>")
@joined.members_only
def ask(public_id: str, change: str) -> ResponseReturnValue:
    page = _page(public_id)
    if page.state != CHANGES[change][1] or page.stop:
        return parts.go(url_for(".show", public_id=public_id))
    return _unkept(render_template("storefront/cards/ask.html", page=page, change=change))


@blueprint.post("/cards/<public_id>/<any(freeze, release):change>")
@joined.members_only
def do(public_id: str, change: str) -> ResponseReturnValue:
    verb, _ = CHANGES[change]
    with transaction(by=actor()):
        verb(public_id, member=member(), now=clock.now())
    flash(gettext("The card is frozen") if change == "freeze" else gettext("The card can be used again"), "toast")
    return parts.go(url_for(".show", public_id=public_id))


def _page(public_id: str) -> CardPage:
    return card_page.of_mine(public_id)


def _secret(public_id: str, *, printed: bool = False) -> Secret:
    with transaction(by=actor()):
        return card_code.opened(public_id, clock.now(), printed=printed)


def _ask_factor(public_id: str) -> ResponseReturnValue:
    """To the page that asks for the second factor, and from there back to the card, where what was asked for goes on."""
    remember()
    return parts.go(url_for("security.verify", next=url_for(".show", public_id=public_id)))


def _unkept(body: str | bytes) -> Response:
    """An answer that no cache and no browser keeps: what a card says is for its owner, now."""
    response = make_response(body)
    response.headers["Cache-Control"] = "no-store"
    return response
