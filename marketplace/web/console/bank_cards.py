"""A bank card that was bound to the wrong member: support unbinds it, and another person agrees to take back what it earned."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, ledger, members
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import accounts
from marketplace.web.console.corrections_forms import UnbindForm
from marketplace.web.console.corrections_kind import CORRECTION, payload
from marketplace.web.shared import security, sent_forms, visitor

blueprint = Blueprint("bank_cards", __name__, url_prefix="/members/bank-cards/<int:card_id>")


@blueprint.get("")
@security.require(Permission.POINTS_CORRECT)
def ask(card_id: int) -> str:
    found = _holder(card_id)
    return _asked(
        found, accounts.bound_card(found, card_id), UnbindForm(data={"ref": ids.new_ref(), "take_back": True})
    )


@blueprint.post("")
@security.require(Permission.POINTS_CORRECT)
def unbind(card_id: int) -> ResponseReturnValue:
    """The card stops earning at once; what it earned waits for another person."""
    found, form = _holder(card_id), UnbindForm()
    card = accounts.bound_card(found, card_id)
    return sent_forms.answer(form, lambda: _asked(found, card, form), lambda: _unbound(found, card, form))


def _unbound(found: members.Member, card: accounts.Bound, form: UnbindForm) -> ResponseReturnValue:
    now = clock.now()
    form.check_case(found)
    note, taken = (form.note.data or "").strip(), _to_take(found, card)
    with transaction(by=visitor.actor()):
        paper_id = form.kept(found)
        members.unbind_card(found, card.id, why=note, now=now)
        made = None
        if form.take_back.data and taken:
            wanted = accounts.Wanted(
                kind="debit",
                amount=taken,
                reason="bank_card",
                note=note,
                case_id=form.case.data,
                paper_id=paper_id,
                bank_card_id=card.id,
            )
            made = approvals.propose(
                CORRECTION, found.number, payload(found, wanted, now=now), programme_id=g.programme.id, by=current_user.id, ref=form.ref.data or "",
                why=note, now=now,
            )  # fmt: skip
    if made is not None:
        flash(_("The card is unlinked. Another person has to approve that its points are taken back."))
        return redirect(url_for("console.approvals.show", ref=made.ref), 303)
    flash(_("The card no longer earns points"))
    return redirect(url_for("console.members.show", member=found.number), 303)


def _asked(member: members.Member, card: accounts.Bound, form: UnbindForm) -> str:
    return render_template(
        "console/corrections/bank_card.html", member=member, card=card, form=form, taken=_to_take(member, card)
    )


def _to_take(member: members.Member, card: accounts.Bound) -> int:
    """What can be taken back of what the card earned: no more than is there."""
    today = g.programme.day(clock.now())
    there = ledger.balance(ledger.account(g.programme.id, "member", owner_id=member.id), today)
    return max(0, min(card.earned, there))


def _holder(card_id: int) -> members.Member:
    return members.holder(card_id, g.programme.id) or abort(404)
