"""The recipient's side of a gift: behind the link of its letter, with the giver's word or a sign-in, by a member or by nobody yet.

The link alone takes nothing: mail scanners open links and press buttons, but they type no words. Whoever has typed the word can use the
card from here for half an hour; whoever has an account finds it among his own.
"""

from datetime import timedelta

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from marketplace import giftcards, gifts, members
from marketplace.core import clock, emails
from marketplace.core.db import transaction
from marketplace.giftcards import Card
from marketplace.gifts import Gift
from marketplace.web.shared.visitor import actor, current_member, member
from marketplace.web.storefront import at_till, card_code, gift_page, joined
from marketplace.web.storefront.gift_forms import AddressForm, WordForm

blueprint = Blueprint("claims", __name__)
PROVEN = "gifts proven"  # in the session: gifts whose word was typed, and until when that is remembered
PROVEN_FOR = timedelta(minutes=30)


@blueprint.get("/claim/<token>")
def show(token: str) -> ResponseReturnValue:
    of = _of(token)
    if of.open and of.seen_at is None:
        with transaction(by=actor()):
            gifts.note_seen(of, now=clock.now())
    return _page(of, token, WordForm(), AddressForm())


@blueprint.post("/claim/<token>")
def claim(token: str) -> ResponseReturnValue:
    """With the giver's word: the card becomes the address's, and this browser may use it for a while."""
    of, form = _of(token), WordForm()
    if not form.validate_on_submit():
        return _page(of, token, form, AddressForm(), 422)
    now = clock.now()
    try:
        with transaction(by=actor()):
            gifts.prove(of, form.word.data or "")
            if of.open:
                gifts.claim(of, gifts.recipient(of, now=now), now=now)
    except (gifts.WrongWord, gifts.WordLocked) as no:
        form.word.errors = [_wrong(of, no)]
        return _page(of, token, form, AddressForm(), no.status)
    _remember(of)
    return redirect(url_for(".show", token=token), 303)


@blueprint.post("/claim/<token>/acceptance")
@joined.members_only
def accept(token: str) -> ResponseReturnValue:
    """By whoever has signed in: the card becomes his."""
    of = _of(token)
    if of.by_staff and not _proven(of):
        flash(gettext("We sent this gift on to another address, so its word is asked for, too."), "info")
        return redirect(url_for(".show", token=token), 303)
    with transaction(by=actor()):
        card = gifts.claim(of, member(), now=clock.now())
    flash(gettext("The card is yours"), "toast")
    return redirect(url_for("storefront.cards.show", public_id=card.public_id), 303)


@blueprint.get("/claim/<token>/acceptance")
@joined.members_only
def ask(token: str) -> ResponseReturnValue:
    """Where sign-in leads back to; it takes nothing."""
    _of(token)
    return redirect(url_for(".show", token=token))


@blueprint.post("/claim/<token>/return")
def decline(token: str) -> ResponseReturnValue:
    of, form = _of(token), AddressForm()
    if not form.validate_on_submit():
        return _page(of, token, WordForm(), form, 422)
    if emails.plain(form.email.data or "") != of.email:
        form.email.errors = [gettext("The gift was sent to another address.")]
        return _page(of, token, WordForm(), form, 422)
    with transaction(by=actor()):
        gifts.decline(of, now=clock.now())
    return redirect(url_for(".show", token=token), 303)


@blueprint.post("/claim/<token>/till")
def use(token: str) -> ResponseReturnValue:
    """The code, large, for whoever has just typed the word and has no account that it lies in."""
    of = _of(token)
    card = _card(of)
    owner = members.member(card.member_id) if card else None
    if card is None or owner is None or owner.user_id is not None or not _proven(of):
        return redirect(url_for(".show", token=token), 303)
    now = clock.now()
    try:
        with transaction(by=actor()):
            secret = giftcards.reveal(
                card.public_id,
                programme_id=card.programme_id,
                member_id=owner.id,
                now=now,
                fresh_factor=False,
                why="shown to the person who typed the gift’s word",
            )
    except giftcards.FreshFactorNeeded:
        flash(
            gettext("A card of this value is opened from an account: join with this address, and it will be there."),
            "info",
        )
        return redirect(url_for(".show", token=token), 303)
    except giftcards.CardNotActive:
        return redirect(url_for(".show", token=token), 303)
    face = gift_page.face(card)
    body = render_template(
        "storefront/claims/till.html",
        card=giftcards.card_by_id(card.id),
        brand=face.brand,
        shown=card_code.shown(secret, face.brand),
        token=token,
        seconds=at_till.SHOWN_S,
    )
    response = _unkept(body)
    response.headers["Refresh"] = f"{at_till.SHOWN_S}; url={url_for('.show', token=token)}"
    return response


@blueprint.get("/claim/<token>/till")
def go_back(token: str) -> ResponseReturnValue:
    """The address alone shows nothing."""
    _of(token)
    return redirect(url_for(".show", token=token))


def _of(token: str) -> Gift:
    return gifts.by_token(token, g.programme.id)


def _page(of: Gift, token: str, word: WordForm, address: AddressForm, status: int = 200) -> Response:
    card = _card(of)
    owner = members.member(card.member_id) if card else None
    names = {
        "page": gift_page.look(of), "token": token, "form": word, "address": address, "locked": of.open and gifts.tries_left(of) == 0,
        "own": current_member() is not None and member().id == members.member_now(of.giver_id).id,
    }  # fmt: skip
    if of.how is not None and card is None:
        template = "over"
    elif card is not None and owner is not None:
        mine = current_user.is_authenticated and owner.user_id == current_user.id
        names |= {
            "card": card,
            "face": gift_page.face(card),
            "state": card.state_on(g.programme.day(clock.now())),
            "mine": mine,
            "kept": owner.user_id is not None,
        }
        template = "done" if mine or _proven(of) else "again"
    else:
        template = "show"
    return _unkept(render_template(f"storefront/claims/{template}.html", **names), status)


def _card(of: Gift) -> Card | None:
    """The recipient's card as it goes on today; None once he has passed it on."""
    return None if of.new_card_id is None else giftcards.own_heir(giftcards.card_by_id(of.new_card_id))


def _wrong(of: Gift, no: gifts.WrongWord | gifts.WordLocked) -> str:
    giver = of.signed or gettext("the giver")
    left = int(no.facts.get("tries_left", 0))
    if not left and not of.open:
        return str(gettext("Too many wrong words. Join with this address, and the card will be in your account."))
    if not left:
        return str(gettext("Too many wrong words. Ask %(name)s to choose another one.", name=giver))
    return str(
        ngettext(
            "Not the word. %(num)d try left, then ask %(name)s.",
            "Not the word. %(num)d tries left, then ask %(name)s.",
            left,
            name=giver,
        )
    )


def _remember(of: Gift) -> None:
    session[PROVEN] = {**_remembered(), of.ref: (clock.now() + PROVEN_FOR).timestamp()}


def _proven(of: Gift) -> bool:
    return of.ref in _remembered()


def _remembered() -> dict[str, float]:
    now = clock.now().timestamp()
    return {ref: until for ref, until in dict(session.get(PROVEN, {})).items() if until > now}


def _unkept(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
