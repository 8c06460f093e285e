"""A card that was found: taken from, and taken back."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards, identity, partners, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import security, visitor
from partner_portal.desk import here, of_address
from partner_portal.tills import page
from partner_portal.tills.forms import TakingForm, sum_signs
from partner_portal.tills.found import card_of

blueprint = Blueprint("cards", __name__, url_prefix="/<partner>/tills/<own:terminal_id>")


@blueprint.get("/cards/<found>")
@security.require(Permission.TILL_USE, partner=of_address)
def show(partner: str, terminal_id: int, found: str) -> ResponseReturnValue:
    terminal = page.terminal(terminal_id)
    shown = tills.shown(terminal, card_of(terminal, found))
    return _page(terminal, shown, TakingForm.again(shown, request.args), found)


@blueprint.post("/cards/<found>")
@security.require(Permission.TILL_USE, partner=of_address)
def take(partner: str, terminal_id: int, found: str) -> ResponseReturnValue:
    terminal, now = page.terminal(terminal_id), clock.now()
    shown = tills.shown(terminal, card_of(terminal, found))
    form = TakingForm(shown)
    if tills.stands(terminal, form.ref.data or ""):
        return redirect(url_for("partner.cards.done", terminal_id=terminal.id, redemption=form.ref.data), 303)
    if not form.validate_on_submit():
        return _again(terminal, found, form)
    before = form.before(terminal, since=page.midnight())
    if before and before.ref != form.once_more.data:
        form.once_more.data = before.ref
        return _again(terminal, found, form)
    ref, receipt = form.ref.data or "", (form.receipt.data or "").strip()
    wanted = {"amount": form.amount} if form.bill is None else {"bill": form.bill}
    asked = tills.asked("till", shown.card.id, *wanted.values(), receipt)
    try:
        with transaction(by=visitor.actor()):
            of = tills.found_before(terminal, shown.card.id)
            tills.prove_pin(of, form.pin.data or "", now=now)
            tills.redeem(
                terminal,
                of,
                ref=ref,
                asked=asked,
                **wanted,
                currency=shown.card.currency,
                receipt=receipt,
                now=now,
            )
    except tills.PinWrong as no:
        return _again(terminal, found, form, tries=no.facts["tries_left"])
    except tills.PinLocked:
        return _again(terminal, found, form, tries=0)
    return redirect(url_for("partner.cards.done", terminal_id=terminal.id, redemption=ref), 303)


@blueprint.get("/redemptions/<redemption>")
@security.require(Permission.TILL_USE, partner=of_address)
def done(partner: str, terminal_id: int, redemption: str) -> ResponseReturnValue:
    """The answer: what was taken, the receipt, and until when it can be taken back."""
    terminal = page.terminal(terminal_id)
    done, reversed_at = tills.redemption(terminal, redemption)
    card = giftcards.card_by_id(done.giftcard_id)
    until, user_id = tills.reversible_until(done.at, _by()), tills.taken_by(done)
    cashier = identity.user(user_id) if user_id else None
    facts = {
        "redemption": done,
        "reversed_at": reversed_at,
        "card": card,
        "brand": partners.brand(card.brand_id),
        "cashier": cashier.name if cashier else "",
        "until": until,
        "owners_until": tills.reversible_until(done.at, "owner"),
        "now": clock.now(),
    }
    return page.with_camera(
        page.show("done", terminal, reversible=reversed_at is None and until >= clock.now(), **facts)
    )


@blueprint.get("/redemptions/<redemption>/reversal")
@security.require(Permission.TILL_USE, partner=of_address)
def ask(partner: str, terminal_id: int, redemption: str) -> str:
    terminal = page.terminal(terminal_id)
    of, _ = tills.redemption(terminal, redemption)
    card = giftcards.card_by_id(of.giftcard_id)
    return render_template("partner/tills/reversal.html", terminal=terminal, redemption=of, card=card)


@blueprint.post("/redemptions/<redemption>/reversal")
@security.require(Permission.TILL_USE, partner=of_address)
def reverse(partner: str, terminal_id: int, redemption: str) -> ResponseReturnValue:
    terminal = page.terminal(terminal_id)
    tills.redemption(terminal, redemption)
    with transaction(by=visitor.actor()):
        tills.reverse(terminal, redemption, by=_by(), now=clock.now())
    flash(gettext("It is back on the card."))
    return redirect(url_for("partner.cards.done", terminal_id=terminal.id, redemption=redemption), 303)


def _again(terminal: tills.Terminal, found: str, form: TakingForm, tries: int | None = None) -> ResponseReturnValue:
    """Back to the card by its address, with all that was filled in but the PIN: the Back key then never stands on a form that was sent."""
    values: dict[str, Any] = form.filled_in() | ({} if tries is None else {"tries": tries})
    return redirect(url_for("partner.cards.show", terminal_id=terminal.id, found=found, **values), 303)


def _by() -> tills.Reverser:
    return "owner" if visitor.may(Permission.REDEMPTIONS_REVERSE, partner_id=here().id) else "cashier"


def _page(terminal: tills.Terminal, shown: tills.Shown, form: TakingForm, name: str) -> Response:
    brand = partners.brand(shown.card.brand_id)
    before = form.before(terminal, since=page.midnight()) if form.once_more.data else None
    body = page.show(
        "card", terminal, shown=shown, card=shown.card, ended=_ended(shown.card), before=before, brand=brand, form=form, name=name,
        signs=sum_signs(shown.card.currency), reversible_words=_reversible(),
    )  # fmt: skip
    return page.with_camera(body)


def _ended(card: giftcards.Card) -> str:
    """Why nothing can be taken of a card any more, for whoever comes back to it; empty while it is good."""
    if card.state == "frozen":
        words = gettext("Its owner has frozen it.")
    elif card.state == "active" and card.expires_on < g.programme.day(clock.now()):
        words = gettext("It has expired.")
    elif not card.remaining:
        words = gettext("The card is used up.")
    else:
        words = "" if card.state == "active" else gettext("This card cannot be accepted")
    return str(words)


def _reversible() -> str:
    """For how long the visitor can take a redemption back, and somebody else."""
    minutes, days = tills.REVERSIBLE["cashier"].seconds // 60, tills.REVERSIBLE["owner"].days
    if _by() == "owner":
        words = gettext(
            "You can reverse it for %(days)s days, a cashier for %(minutes)s minutes.", days=days, minutes=minutes
        )
    else:
        words = gettext(
            "You can reverse it for %(minutes)s minutes, after that only the owner can, for %(days)s days.",
            minutes=minutes, days=days,
        )  # fmt: skip
    return str(words)
