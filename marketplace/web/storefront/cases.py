"""When something is wrong: a member asks, sees how it stands, adds to it and closes it. About a card, everything known is filled in."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards, orders, tills
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.giftcards import Card
from marketplace.support import cases
from marketplace.web.shared import attachments, case_words
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import card_page, case_told, joined
from marketplace.web.storefront.case_form import OF_CARD, CaseForm, MessageForm

blueprint = Blueprint("cases", __name__)


@blueprint.get("/cases")
@joined.members_only
def index() -> ResponseReturnValue:
    found = [(one, case_words.title(one), case_told.badge(one)) for one in cases.of_member(member().id)]
    return _unkept(render_template("storefront/cases/index.html", found=found))


@blueprint.get("/cases/new")
@joined.members_only
def ask() -> ResponseReturnValue:
    card, what = _card(request.args.get("card", "")), request.args.get("what", "")
    data = {
        "ref": ids.new_ref(), "card": card.public_id if card else "", "order": request.args.get("order", ""), "reply": "letter",
        "what": what or ("refused" if card else ""), "freeze": card is not None and card.state == "active", "another": "another" in request.args,
    }  # fmt: skip
    return _asking(CaseForm(card, phone=member().phone, formdata=None, data=data), card)


@blueprint.post("/cases")
@joined.members_only
def create() -> ResponseReturnValue:
    card, now = _card(request.form.get("card", "")), clock.now()
    form = CaseForm(card, phone=member().phone)
    if not form.validate_on_submit():
        return _asking(form, card, 422)
    try:
        with transaction(by=actor()):
            done, joined = _said(form, card, now)
            if card is not None and form.freeze.data:
                cases.freeze(card, member(), now=now)
    except cases.CaseChanged as same:  # the same once more: it is there already
        return redirect(url_for(".show", case_id=same.facts["case"]), 303)
    except cases.FileRefused as error:
        return _asking(_refused(form, error), card, 422)
    if joined:
        flash(gettext("You already have a request about this card: we added this to it."), "toast")
    _tell(done)
    return redirect(url_for(".show", case_id=done.case.id), 303)


@blueprint.post("/cards/<public_id>/freezing")
@joined.members_only
def freeze(public_id: str) -> ResponseReturnValue:
    """Freeze the card before anything is explained; then back to the request."""
    card = giftcards.card(public_id, member().id)
    with transaction(by=actor()):
        frozen = cases.freeze(card, member(), now=clock.now())
    flash(gettext("The card is frozen") if frozen else gettext("The card has ended: nobody can use it"), "toast")
    return redirect(url_for(".ask", card=card.public_id), 303)


@blueprint.get("/cases/<int:case_id>")
@joined.members_only
def show(case_id: int) -> ResponseReturnValue:
    found = cases.case_of_member(case_id, member().id)
    if found.id != case_id:
        return redirect(url_for(".show", case_id=found.id))
    return _page(found, MessageForm(formdata=None, data={"ref": ids.new_ref()}))


@blueprint.post("/cases/<int:case_id>")
@joined.members_only
def write(case_id: int) -> ResponseReturnValue:
    found, form = cases.case_of_member(case_id, member().id), MessageForm()
    if not form.validate_on_submit():
        return _page(found, form, 422)
    try:
        with transaction(by=actor()):
            done = cases.write(
                found,
                form.text.data or "",
                attachments=case_words.attached(),
                ref=f"cabinet:{member().id}:{form.ref.data}",
                now=clock.now(),
            )
    except cases.CaseChanged:  # the same once more: it is there already
        return redirect(url_for(".show", case_id=found.id), 303)
    except cases.FileRefused as error:
        return _page(found, _refused(form, error), 422)
    _tell(done)
    return redirect(url_for(".show", case_id=done.case.id), 303)


@blueprint.post("/cases/<int:case_id>/closing")
@joined.members_only
def close(case_id: int) -> ResponseReturnValue:
    found = cases.case_of_member(case_id, member().id)
    with transaction(by=actor()):
        cases.withdraw(found, now=clock.now())
    flash(gettext("The request is closed. If something is still wrong, write to it again."), "toast")
    return redirect(url_for(".show", case_id=found.id), 303)


@blueprint.get("/cases/files/<int:file_id>")
@joined.members_only
def file(file_id: int) -> ResponseReturnValue:
    """A file of a request, to be saved."""
    found, content = cases.file_content(file_id, programme_id=g.programme.id, member_id=member().id)
    return attachments.saved(content, found.kind, found.name)


def _card(public_id: str) -> Card | None:
    return giftcards.card(public_id, member().id) if public_id else None


def _order(number: str) -> orders.Order | None:
    return orders.order_numbered(number, programme_id=g.programme.id, member_id=member().id) if number else None


def _said(form: CaseForm, card: Card | None, now: datetime) -> tuple[cases.Said, bool]:
    """A new request; or more of the one about the card that is open, unless another one was asked for, and whether it is that."""
    ref = f"cabinet:{member().id}:{form.ref.data}"
    there = None
    if card is not None and not form.another.data:
        there = cases.open_of_card(giftcards.hold(card).id, member_id=member().id, but_ref=ref)
    if there is not None:
        also = "" if form.what.data == there.category else str(case_words.CATEGORIES[form.what.data])
        text = "\n\n".join(part for part in (also, form.text.data or "") if part) or gettext("I ask for it once more.")
        done = cases.write(there, text[: cases.TEXT_MAX], attachments=case_words.attached(), ref=ref, now=now)
        return done, True
    contact = cases.Contact(
        email=member().email, phone=member().phone, reply_by=form.reply.data, language=member().language
    )
    opened = cases.open_case(
        g.programme.id, channel="cabinet", category=form.what.data, text=form.text.data or "", contact=contact, member=member(), card=card,
        order=_order(form.order.data or ""), ref=ref, attachments=case_words.attached(), now=now,
    )  # fmt: skip
    return opened, False


def _asking(form: CaseForm, card: Card | None, status: int = 200) -> Response:
    """The page of a new request, with what is known of the card and until when it would be answered."""
    now = clock.now()
    page = card_page.of_mine(card.public_id) if card else None
    category = form.what.data if form.what.data in cases.CATEGORIES else "other"
    promised = cases.promised(g.programme.id, category, cases.usual_priority(category))
    return _unkept(
        render_template(
            "storefront/cases/new.html", form=form, page=page, known=cases.known_of_card(card) if card else {}, moment_of=cases.moment_of,
            there=cases.open_of_card(card.id, member_id=member().id) if card else None, offline=tills.reach(card, now=now) if card else None, offline_hours=tills.PACKAGE_LASTS // timedelta(hours=1), of_card=OF_CARD, until=cases.answered_by(g.programme, promised, now),
        ), status,
    )  # fmt: skip


def _page(of: cases.Case, form: MessageForm, status: int = 200) -> Response:
    card = None if of.giftcard_id is None else giftcards.own_heir(giftcards.card_by_id(of.giftcard_id))
    page = card_page.of_mine(card.public_id) if card is not None and card.member_id == member().id else None
    return _unkept(
        render_template(
            "storefront/cases/show.html", case=of, title=case_words.title(of), badge=case_told.badge(of), lines=case_told.lines(of), page=page, form=form,
        ), status,
    )  # fmt: skip


def _refused(form: CaseForm | MessageForm, error: cases.FileRefused) -> CaseForm | MessageForm:
    form.text.errors = [
        *form.text.errors,
        " ".join((error.facts["name"], str(case_words.FILE_REASONS[error.facts["reason"]]))).strip(),
    ]
    return form


def _tell(done: cases.Said) -> None:
    if done.masked:
        flash(gettext("There was a card’s code in what you wrote: we hid it before it was stored."), "warn")


def _unkept(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
