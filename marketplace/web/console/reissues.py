"""Another code for a card whose owner cannot use it: who asks, what is wrong, what the system knows, and, where it takes two, to another person."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, giftcards, support
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import asker, reissue_kinds, reissue_page
from marketplace.web.console.reissue_forms import ReissueForm
from marketplace.web.shared import sent_forms, visitor
from marketplace.web.shared.security import require

blueprint = Blueprint("reissues", __name__, url_prefix="/cards/<public_id>/reissue")


@blueprint.get("")
@require(Permission.CARD_REISSUE)
def ask(public_id: str) -> str:
    """The first step that is not answered yet; or, in the call of a lost card that leads here, what we know of it."""
    card, of = _card(public_id), request.args.get("call", type=int)
    told = _told(card, of) if of else {}
    return reissue_page.drawn(card, ReissueForm(formdata=None, data={"ref": ids.new_ref()} | told))


@blueprint.post("")
@require(Permission.CARD_REISSUE)
def do(public_id: str) -> ResponseReturnValue:
    """A step is answered. After the last one at once, or as a proposal where the card or the risk is too large for one person."""
    card, form = _card(public_id), ReissueForm()
    return sent_forms.answer(form, lambda: reissue_page.drawn(card, form), lambda: _answered(card, form))


def _answered(card: giftcards.Card, form: ReissueForm) -> ResponseReturnValue:
    if form.step.data == "caller" or form.identified.data:
        asker.hear(form, card.member_id, again=form.step.data == "caller")
    last = form.step.data == "act" and not form.back.data
    return _done(card, form) if last else reissue_page.drawn(card, form)


def _done(card: giftcards.Card, form: ReissueForm) -> ResponseReturnValue:
    now, note = clock.now(), form.note.data or ""
    with transaction(by=visitor.actor()):
        card = support.hold(card)
        named = support.askers.must_be_identified(card.member_id, by=current_user.id, now=now).named
        facts = reissue_kinds.payload(card, form.reason.data, named, by=current_user.id, now=now)
        if approvals.approvers_needed(g.programme.id, reissue_kinds.REISSUE, facts):
            made = approvals.propose(
                reissue_kinds.REISSUE, card.public_id, facts, programme_id=g.programme.id, by=current_user.id, ref=form.ref.data or "",
                why=note, now=now,
            )  # fmt: skip
            new = None
        else:
            new = support.reissue(card, form.reason.data, named, note=note, by=current_user.id, now=now)
    if new is None:
        flash(_("Another person has to approve this within 24 hours."))
        return redirect(url_for("console.approvals.show", ref=made.ref), 303)
    flash(_("The old code no longer works. The owner has a new card and gets an email."))
    return redirect(url_for("console.reissues.ask", public_id=card.public_id), 303)


def _told(card: giftcards.Card, call_id: int) -> dict[str, Any]:
    """What is wrong, from a call of the card's owner that is not over yet."""
    call = support.calls.call(call_id, programme_id=g.programme.id)
    if call.member_id != card.member_id or not call.is_open(clock.now(), support.calls.LASTS):
        return {}
    return {"reason": "lost"}


def _card(public_id: str) -> giftcards.Card:
    return giftcards.card_of_programme(public_id, g.programme.id)
