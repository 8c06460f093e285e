"""The right recipient: of a gift that waits, another address; of a card that is bound to the wrong member, another member, by two people."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, giftcards, gifts, members, orders, partners, support
from marketplace.core import clock, emails, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import asker, card_ended, member_choice, recipient_kinds
from marketplace.web.console.recipient_forms import AddressForm, MemberForm
from marketplace.web.shared import sent_forms, visitor
from marketplace.web.shared.security import require

blueprint = Blueprint("recipients", __name__, url_prefix="/cards/<public_id>/recipient")


@blueprint.get("")
@require(Permission.CARD_REISSUE)
def ask(public_id: str) -> str:
    card = giftcards.card_of_programme(public_id, g.programme.id)
    waiting = _waiting(card)
    form = (
        MemberForm(data={"ref": ids.new_ref()})
        if waiting is None
        else AddressForm(data={"ref": ids.new_ref(), "to_name": waiting.to_name})
    )
    return _drawn(card, waiting, form)


@blueprint.post("")
@require(Permission.CARD_REISSUE)
def do(public_id: str) -> ResponseReturnValue:
    """At once for a gift that nobody has claimed and staff has not sent elsewhere before; otherwise as a proposal."""
    card = giftcards.card_of_programme(public_id, g.programme.id)
    waiting = _waiting(card)
    return _propose(card) if waiting is None else _send(card, waiting)


def _send(card: giftcards.Card, waiting: gifts.Gift) -> ResponseReturnValue:
    form = AddressForm()
    return sent_forms.answer(form, lambda: _drawn(card, waiting, form), lambda: _sent(card, waiting, form))


def _sent(card: giftcards.Card, waiting: gifts.Gift, form: AddressForm) -> ResponseReturnValue:
    asker.hear(form, card.member_id, act="redirect", card=card)
    if waiting.by_staff:
        facts = {
            "to_name": (form.to_name.data or "").strip(),
            "email": emails.plain(form.email.data or ""),
            "by": current_user.id,
        }
        return _proposed(recipient_kinds.REDIRECT, card, facts, form)
    now = clock.now()
    with transaction(by=visitor.actor()):
        asker.must_be_known(card, "redirect")
        support.check_giver(members.member_now(card.member_id), by=current_user.id, now=now)
        gifts.correct(
            waiting, to_name=form.to_name.data or "", email=form.email.data or "", why=form.note.data or "", now=now
        )  # fmt: skip
    flash(_("The former link no longer works, and the gift is on its way to the new address."))
    return redirect(url_for("console.cards.show", public_id=card.public_id), 303)


def _propose(card: giftcards.Card) -> ResponseReturnValue:
    form = MemberForm()
    return sent_forms.answer(form, lambda: _drawn(card, None, form), lambda: _rebound(card, form))


def _rebound(card: giftcards.Card, form: MemberForm) -> ResponseReturnValue:
    facts = {"member": member_choice.chosen(form.member.data).number, "by": current_user.id}
    asker.hear(form, card.member_id, act="rebind", card=card)
    return _proposed(recipient_kinds.REBIND, card, facts, form)


def _proposed(
    kind: str, card: giftcards.Card, facts: approvals.Facts, form: AddressForm | MemberForm
) -> ResponseReturnValue:
    with transaction(by=visitor.actor()):
        asker.must_be_known(card, "redirect" if kind == recipient_kinds.REDIRECT else "rebind")  # whoever approves it
        made = approvals.propose(
            kind, card.public_id, facts, programme_id=g.programme.id, by=current_user.id, ref=form.ref.data or "", why=form.note.data or "",
            now=clock.now(),
        )  # fmt: skip
    flash(_("Another person has to approve this within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _waiting(card: giftcards.Card) -> gifts.Gift | None:
    """The gift as which a card waits for somebody; None where it waits for nobody."""
    of = gifts.of_card(card.id) if card.state == "held" else None
    return of if of is not None and of.open else None


def _drawn(card: giftcards.Card, waiting: gifts.Gift | None, form: AddressForm | MemberForm) -> str:
    return render_template(
        "console/recipient.html", card=card, gift=waiting, form=form, who=asker.asked("redirect" if waiting else "rebind", card.member_id, card), brand=partners.brand(card.brand_id),
        owner=members.member(card.member_id), partners_own=waiting is None and not orders.is_ours(card), stopped=members.held(card.member_id), can=waiting is not None or card.state_on(g.programme.day(clock.now())) in ("active", "frozen"),
        found=member_choice.candidates(form.member.data) if isinstance(form, MemberForm) else [], ended=card_ended.of(card, g.programme.day(clock.now())),
    )  # fmt: skip
