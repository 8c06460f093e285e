"""A case that somebody tells by phone, taken down at the desk."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards, members
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console import member_choice
from marketplace.web.console.cases import forms
from marketplace.web.shared import filters, sent_forms, visitor
from marketplace.web.shared.security import require


@require(Permission.CASES_ANSWER)
def ask_new() -> str:
    """The form, with the member, the card and the phone that the address names."""
    asked = request.args
    form = forms.NewCaseForm(
        formdata=None,
        data={
            "ref": ids.new_ref(),
            "member": asked.get("member", ""),
            "card": asked.get("card", ""),
            "phone": asked.get("phone", ""),
            "category": "other",
        },
    )
    return _page(form)


@require(Permission.CASES_ANSWER)
def open_new() -> ResponseReturnValue:
    form = forms.NewCaseForm()
    return sent_forms.answer(form, lambda: _page(form), lambda: _opened(form))


def _opened(form: forms.NewCaseForm) -> ResponseReturnValue:
    now = clock.now()
    member = member_choice.chosen(form.member.data) if form.member.data else None
    card, ref = _card(form.card.data or "", member), f"console:{form.ref.data}"
    there = None if card is None or form.another.data else cases.open_of_card(card.id, but_ref=ref)
    if there is not None:
        raise sent_forms.Wrong("another", gettext("Go on with the open case, or tick this."))
    with transaction(by=visitor.actor()):
        done = cases.open_case(
            g.programme.id, channel="phone", category=form.category.data, priority=form.priority.data, title=form.title.data, text=form.text.data or "",
            contact=_contact(form, member), member=member, card=card, ref=ref,
            told={"named": form.identified.data} if member else {}, now=now,
        )  # fmt: skip
    if done.masked:
        flash(gettext("The text had a card’s code in it: the code was hidden."), "warn")
    flash(gettext("Case %(number)s is open", number=done.case.number))
    return redirect(url_for("console.cases.show", case_id=done.case.id), 303)


def _contact(form: forms.NewCaseForm, member: members.Member | None) -> cases.Contact:
    """How to answer: what the caller said, else what the member's profile says."""
    email = form.email.data or (member.email if member else "")
    phone = form.phone.data or (member.phone if member else "")
    language = member.language if member else filters.language()
    return cases.Contact(email=email, phone=phone, reply_by="letter" if email else "phone", language=language)


def _card(public_id: str, member: members.Member | None) -> giftcards.Card | None:
    """The identified member's own card; nobody else's is a case of his."""
    return giftcards.card(public_id, member.id) if public_id and member is not None else None


def _page(form: forms.NewCaseForm) -> str:
    known = members.numbered(g.programme.id, form.member.data) if form.member.data else None
    return render_template(
        "console/cases/new.html",
        form=form,
        known=known,
        found=member_choice.candidates(form.member.data),
        there=_there(form.card.data or "", known),
    )


def _there(public_id: str, known: members.Member | None) -> cases.Case | None:
    """The open case about a card that the form is about."""
    try:
        card = _card(public_id, known)
    except giftcards.CardNotFound:
        return None
    return None if card is None else cases.open_of_card(card.id)
