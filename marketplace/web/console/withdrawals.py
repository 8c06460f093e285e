"""A card that is taken away, with or without a refund: what would come back, why, and, where it takes two, to another person."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, giftcards, members, orders, partners, support
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import alone_words, approval_shown, asker, card_ended, withdrawal_kinds
from marketplace.web.console.withdrawal_forms import WithdrawalForm
from marketplace.web.shared import sent_forms, visitor
from marketplace.web.shared.security import require

blueprint = Blueprint("withdrawals", __name__, url_prefix="/cards/<public_id>/withdrawal")


@blueprint.get("")
@require(Permission.CARD_WITHDRAW)
def ask(public_id: str) -> str:
    return _drawn(_card(public_id), WithdrawalForm(data={"ref": ids.new_ref()}))


@blueprint.post("")
@require(Permission.CARD_WITHDRAW)
def do(public_id: str) -> ResponseReturnValue:
    """At once where all goes back to its source and it is small; as a proposal otherwise."""
    card, form = _card(public_id), WithdrawalForm()
    return sent_forms.answer(form, lambda: _drawn(card, form), lambda: _done(card, form))


def _done(card: giftcards.Card, form: WithdrawalForm) -> ResponseReturnValue:
    now = clock.now()
    refund, note = form.refund.data, form.note.data or ""
    kind, made = withdrawal_kinds.kind_of(refund), None
    asks = support.needs_asker("withdraw", reason=form.reason.data)
    if asks:
        asker.hear(form, card.member_id, act="withdraw", card=card)
    with transaction(by=visitor.actor()):
        card = support.hold(card)
        if asks:
            asker.must_be_known(card, "withdraw")
        facts = withdrawal_kinds.payload(card, form.reason.data, refund, by=current_user.id, now=now)
        if approvals.approvers_needed(g.programme.id, kind, facts):
            made = approvals.propose(
                kind, card.public_id, facts, programme_id=g.programme.id, by=current_user.id, ref=form.ref.data or "", why=note, now=now
            )  # fmt: skip
        else:
            support.withdraw(card, form.reason.data, refund, note=note, by=current_user.id, now=now)
    if made is not None:
        flash(_("Another person has to approve this within 24 hours."))
        return redirect(url_for("console.approvals.show", ref=made.ref), 303)
    flash(_("The code no longer works, and what was paid is on its way back. The owner gets an email."))
    return redirect(url_for("console.cards.show", public_id=card.public_id), 303)


def _drawn(card: giftcards.Card, form: WithdrawalForm) -> str:
    back = orders.refundable(card)
    facts = withdrawal_kinds.payload(card, "", "source", by=current_user.id, now=clock.now())
    return render_template(
        "console/withdrawal.html", card=card, form=form, others=approval_shown.of_card(card.public_id), who=asker.asked("withdraw", card.member_id, card), brand=partners.brand(card.brand_id), member=members.member(card.member_id), back=back,
        payer=None if not facts["to_others"] else members.member(back[0].member_id),
        points=facts["points"], money=facts["money"], can=card.state_on(g.programme.day(clock.now())) in ("active", "frozen", "held"), partners_own=support.only_partner_ends(card),
        allowed_by=alone_words.of_card(withdrawal_kinds.REFUND, card, facts),
        ended=card_ended.of(card, g.programme.day(clock.now())),
        alone=approvals.approvers_needed(g.programme.id, withdrawal_kinds.REFUND, facts) == 0,
    )  # fmt: skip


def _card(public_id: str) -> giftcards.Card:
    return giftcards.card_of_programme(public_id, g.programme.id)
