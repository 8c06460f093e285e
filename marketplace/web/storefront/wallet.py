"""A card into the wallet of a phone: Apple's as a file, Google's as a link. Neither holds the code."""

from flask import Blueprint, make_response, redirect
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from marketplace import giftcards, wallets
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.integrations.wallets import apple, google, showing
from marketplace.wallets import Pass
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import joined

blueprint = Blueprint("wallet", __name__)


@blueprint.get("/cards/<public_id>/wallet/apple")
@joined.members_only
def for_apple(public_id: str) -> ResponseReturnValue:
    of, issuer = _pass(public_id), showing.apple_issuer()
    if issuer is None:
        raise NotFound
    response = make_response(apple.package(showing.facts(of, clock.now()), issuer, showing.icon()))
    response.headers["Content-Type"] = apple.CONTENT_TYPE
    response.headers["Content-Disposition"] = 'attachment; filename="card.pkpass"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/cards/<public_id>/wallet/google")
@joined.members_only
def for_google(public_id: str) -> ResponseReturnValue:
    of, issuer = _pass(public_id), showing.google_issuer()
    if issuer is None:
        raise NotFound
    with transaction(by=actor()):
        wallets.note_object(of, now=clock.now())
    response = redirect(google.save_link(showing.facts(of, clock.now()), issuer))
    response.headers["Cache-Control"] = "no-store"
    return response


def _pass(public_id: str) -> Pass:
    """The pass of the visitor's own card; asked for twice, it is the same."""
    card = giftcards.card(public_id, member().id)
    with transaction(by=actor()):
        return wallets.give(card, language=filters.language(), now=clock.now())
