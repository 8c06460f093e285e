"""A call with a caller who is known: what is wrong, what helps, what is best done next."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import calls
from marketplace.web.console.calls import forms, page, words
from marketplace.web.shared import sent_forms
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor


@require(Permission.CALLS_TAKE)
def show(call_id: int) -> str:
    return page.drawn(page.of_programme(call_id))


@require(Permission.CALLS_TAKE)
def note(call_id: int) -> ResponseReturnValue:
    of, form = page.of_programme(call_id), forms.NoteForm()

    def noted() -> ResponseReturnValue:
        with transaction(by=actor()):
            calls.note(of, form.text.data or "", ref=f"console:{form.ref.data}", now=clock.now())
        return redirect(url_for("console.calls.show", call_id=of.id), 303)

    return sent_forms.answer(form, lambda: page.drawn(of, form), noted)


@require(Permission.CALLS_TAKE)
def end(call_id: int) -> ResponseReturnValue:
    of, form = page.of_programme(call_id), forms.RefForm()
    if not form.validate_on_submit():
        return page.drawn(of), 422
    with transaction(by=actor()):
        calls.end(of, ref=f"console:{form.ref.data}", now=clock.now())
    flash(gettext("The call is over"))
    return redirect(url_for("console.calls.index"), 303)


@require(Permission.CALLS_TAKE)
def trouble(call_id: int, trouble: calls.Trouble) -> str:
    """Which card it is about, and what follows."""
    of, form = page.of_programme(call_id), forms.TroubleForm(formdata=None, data={"ref": ids.new_ref()})
    return page.question(of, trouble, form.of(page.within(of, trouble, form)))


@require(Permission.CALLS_TAKE)
def act(call_id: int, trouble: calls.Trouble) -> ResponseReturnValue:
    of, form = page.of_programme(call_id), forms.TroubleForm()
    form.of(page.within(of, trouble, form))

    def acted() -> ResponseReturnValue:
        card = giftcards.card(form.card.data, of.member_id) if form.card.data and trouble != "other" else None
        with transaction(by=actor()):
            # What only support can do waits for support.
            keeps = trouble not in calls.FREEZES or may(Permission.CARD_REISSUE)
            calls.act(
                of, trouble, card, text=form.text.data or "", keeps=keeps, ref=f"console:{form.ref.data}", now=clock.now()
            )  # fmt: skip
        flash(str(words.TROUBLES[trouble].done))
        return redirect(url_for("console.calls.show", call_id=of.id), 303)

    return sent_forms.answer(form, lambda: page.question(of, trouble, form), acted)
