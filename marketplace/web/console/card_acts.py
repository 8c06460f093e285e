"""What staff does with a card besides another code: freeze it, release it, send its link once more, put off its last day."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import giftcards, gifts, orders, partners, support
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import asker, card_ended
from marketplace.web.console.card_acts_forms import DEEDS, EmailForm, ExtendForm, FreezeForm, ReleaseForm
from marketplace.web.shared import filters, sent_forms, visitor
from marketplace.web.shared.form import Form
from marketplace.web.shared.security import may, require

blueprint = Blueprint("card_acts", __name__, url_prefix="/cards/<public_id>")


@blueprint.get("/freezing")
@require(Permission.CARD_FREEZE)
def ask_freezing(public_id: str) -> str:
    return _asked("freezing", public_id, FreezeForm.of(may(Permission.CARD_STOP)))


@blueprint.post("/freezing")
@require(Permission.CARD_FREEZE)
def freezing(public_id: str) -> ResponseReturnValue:
    """For the owner, who is identified: at his request he can release it, and reported lost or stolen staff alone can. For a suspicion or a dispute
    nobody is asked, and a gift of it that waits ends.
    """
    form = FreezeForm.of(may(Permission.CARD_STOP))

    def do(card: giftcards.Card) -> None:
        waits = gifts.of_card(card.id) if card.state == "held" and form.keeps else None
        if waits is not None:
            gifts.stop(waits, why=form.note.data or str(form.reason.data), now=clock.now())
        _identified("freezing", card, form)
        verb = giftcards.stop if form.stops else giftcards.freeze_for_owner
        verb(card, form.reason.data, note=form.note.data or "", now=clock.now())

    return _done("freezing", public_id, form, do)


@blueprint.get("/release")
@require(Permission.CARD_FREEZE)
def ask_release(public_id: str) -> str:
    return _asked("release", public_id, ReleaseForm())


@blueprint.post("/release")
@require(Permission.CARD_FREEZE)
def release(public_id: str) -> ResponseReturnValue:
    """What was stopped for a suspicion or a dispute is released by whoever may stop."""
    form = ReleaseForm()

    def do(card: giftcards.Card) -> None:
        support.unless_own(card.member_id, by=current_user.id)
        _identified("release", card, form)
        giftcards.release(card, lifts=may(Permission.CARD_STOP), note=form.note.data or "", now=clock.now())

    return _done("release", public_id, form, do)


@blueprint.get("/email")
@require(Permission.CARD_FREEZE)
def ask_email(public_id: str) -> str:
    return _asked("email", public_id, EmailForm())


@blueprint.post("/email")
@require(Permission.CARD_FREEZE)
def email(public_id: str) -> ResponseReturnValue:
    """The link, never the code."""
    form = EmailForm()

    def do(card: giftcards.Card) -> None:
        _identified("email", card, form)
        giftcards.resend(card, now=clock.now())

    return _done("email", public_id, form, do)


@blueprint.get("/extension")
@require(Permission.CARD_EXTEND)
def ask_extension(public_id: str) -> str:
    card = giftcards.card_of_programme(public_id, g.programme.id)
    if bar := giftcards.bar_to_extending(card, today=filters.today()):
        return _not_extended(card, bar)
    return _asked("extension", public_id, ExtendForm())


@blueprint.post("/extension")
@require(Permission.CARD_EXTEND)
def extension(public_id: str) -> ResponseReturnValue:
    form = ExtendForm()

    def do(card: giftcards.Card) -> None:
        _identified("extension", card, form)
        support.extend(
            card, form.until.data, form.reason.data, note=form.note.data or "", by=current_user.id, now=clock.now()
        )

    return _done("extension", public_id, form, do)


def _not_extended(card: giftcards.Card, bar: str) -> str:
    """That a card's last day cannot be put off, and why, in place of the question."""
    return render_template(
        "console/card_not_extended.html", card=card, brand=partners.brand(card.brand_id), bar=bar, latest=giftcards.latest_day(card)
    )  # fmt: skip


def _asked(deed: str, public_id: str, form: Form) -> str:
    """The question before the act, with what follows from it."""
    card = giftcards.card_of_programme(public_id, g.programme.id)
    asks = _asks(deed, card, None)
    return render_template(
        "console/card_act.html", card=card, brand=partners.brand(card.brand_id), deed=DEEDS[deed], action=f"console.card_acts.{deed}",
        who=asker.asked(asks, card.member_id, card) if asks else None, form=form, latest=giftcards.latest_day(card) if deed == "extension" else None,
        open_at_partner=card_ended.partner_takes(card), partners_own=not orders.is_ours(card),
        works_again=deed == "extension" and card.state_on(filters.today()) == "expired" and card.remaining > 0,
    )  # fmt: skip


def _done(deed: str, public_id: str, form: Form, do: Callable[[giftcards.Card], None]) -> ResponseReturnValue:
    """Do it and go back to the card; ask again where the form is wrong."""

    def done() -> ResponseReturnValue:
        card = giftcards.card_of_programme(public_id, g.programme.id)
        if asks := _asks(deed, card, form):
            asker.hear(form, card.member_id, act=asks, card=card)
        with transaction(by=visitor.actor()):
            do(card)
        flash(str(DEEDS[deed].done))
        return redirect(url_for("console.cards.show", public_id=public_id), 303)

    return sent_forms.answer(form, lambda: _asked(deed, public_id, form), done)


def _asks(deed: str, card: giftcards.Card, form: Form | None) -> support.Asked | None:
    """What the card's owner asks for with an act, and has to be identified for; None: the desk does it by itself."""
    act = DEEDS[deed].asked
    stop = form.keeps if isinstance(form, FreezeForm) else deed == "release" and _kept_by_desk(card)
    reason = form.reason.data or "" if isinstance(form, ExtendForm) else ""
    return act if act and support.needs_asker(act, stop=stop, reason=reason) else None


def _kept_by_desk(card: giftcards.Card) -> bool:
    """Whether the desk itself has stopped a card, and not because its owner has reported it."""
    stop = giftcards.stop_of(card)
    return stop is not None and not stop.reported


def _identified(deed: str, card: giftcards.Card, form: Form) -> None:
    if asks := _asks(deed, card, form):
        asker.must_be_known(card, asks)
