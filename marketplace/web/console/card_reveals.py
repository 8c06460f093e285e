"""A member's code, shown to a member of staff who says why: for a minute, twenty times a day at most, and its owner is told."""

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import giftcards, members, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.card_acts_forms import NoteForm
from marketplace.web.shared import sent_forms
from marketplace.web.shared.security import asked, fresh_factor, remember, require, whole
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("card_reveals", __name__, url_prefix="/cards/<public_id>/code")
SHOWN_S = 60


@blueprint.get("")
@require(Permission.CARD_REVEAL)
def ask(public_id: str) -> ResponseReturnValue:
    said = asked(request.path)
    return _page(public_id, NoteForm(said), go_on=whole(said))


@blueprint.post("")
@require(Permission.CARD_REVEAL)
def show(public_id: str) -> ResponseReturnValue:
    """After a second factor just now; the code goes into this one answer."""
    form = NoteForm()
    return sent_forms.answer(form, lambda: _page(public_id, form), lambda: _shown(public_id, form))


def _shown(public_id: str, form: NoteForm) -> ResponseReturnValue:
    if not fresh_factor():
        remember(("note",))
        return redirect(url_for("security.verify", next=url_for(".ask", public_id=public_id)))
    with transaction(by=actor()):
        secret = giftcards.reveal_to_staff(
            public_id, programme_id=g.programme.id, staff_id=current_user.id, why=form.note.data or "", now=clock.now()
        )  # fmt: skip
    response = make_response(_page(public_id, form, code=secret.code, pin=secret.pin))
    response.headers["Refresh"] = f"{SHOWN_S}; url={url_for('console.cards.show', public_id=public_id)}"
    return response


def _page(public_id: str, form: NoteForm, *, code: str = "", pin: str = "", go_on: bool = False) -> ResponseReturnValue:
    card = giftcards.card_of_programme(public_id, g.programme.id)
    page = render_template(
        "console/card_code.html", card=card, brand=partners.brand(card.brand_id), owner=members.member(card.member_id), form=form,
        code=code, pin=pin, go_on=go_on, seconds=SHOWN_S, left=giftcards.reveals_left(current_user.id, g.programme.id, now=clock.now()),
    )  # fmt: skip
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
