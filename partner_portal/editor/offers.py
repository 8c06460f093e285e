"""One offer of the draft: changed in a form, taken out of the shop, or left as the shop has it."""

from collections.abc import Sequence

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import catalogue
from marketplace.core import clock
from marketplace.core.changes import Change
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import filters, security, visitor, who
from marketplace.web.shared.runs import words
from partner_portal.desk import here, of_address
from partner_portal.editor.forms import Line, OfferForm


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def edit(partner: str) -> str:
    ref = request.args.get("offer", "")
    saved, lines = _stands(ref)
    if ref and not lines:
        abort(404)
    form = OfferForm(lines, seen=saved.number if saved else 0, version=str(catalogue.version(here().id) or ""))
    return _page(form, ref, saved)


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def save(partner: str) -> ResponseReturnValue:
    old = request.args.get("offer", "")
    form = OfferForm()
    form.offer.data = old or form.offer.data
    if not form.validate_on_submit():
        return _page(form, old, None), 422
    lines = form.typed()
    wrong = form.say(catalogue.drafts.wrong_with(g.programme, here().id, lines, now=clock.now()))
    ref = lines[0]["offer"]
    if not old and not form.errors and _stands(ref)[1]:
        form.offer.errors = [_("Another offer has this reference.")]
    if form.errors or wrong:
        return _page(form, old, None, wrong=wrong), 422
    try:
        _keep(ref, lines, form.seen.data or 0)
    except catalogue.DraftMoved:
        saved, _lines = _stands(ref)
        form.seen.data = saved.number if saved else 0
        form.seen.raw_data = None
        apart = catalogue.drafts.apart(g.programme, here().id, saved.lines if saved else None, lines)
        return _page(form, old, saved, moved=apart), 409
    flash(_("Saved to the draft"))
    return redirect(url_for("partner.editor.index"), 303)


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def take_out(partner: str) -> ResponseReturnValue:
    return _at_once([], _("It leaves the shop with this draft"))


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def restore(partner: str) -> ResponseReturnValue:
    return _at_once(None, _("It stays as it is in the shop"))


def _at_once(lines: Sequence[Line] | None, said: str) -> ResponseReturnValue:
    """Keep something of the offer that the form names, if there is such an offer."""
    ref = request.form.get("offer", "")
    saved, stands = _stands(ref)
    if stands or saved:
        _keep(ref, lines, request.form.get("seen", saved.number if saved else 0, type=int))
        flash(said)
    return redirect(url_for("partner.editor.index"), 303)


def _keep(ref: str, lines: Sequence[Line] | None, seen: int) -> None:
    now = clock.now()
    with transaction(by=visitor.actor()):
        catalogue.drafts.save(catalogue.drafts.begin(g.programme, here().id, now=now), ref, lines, seen=seen, now=now)


def _stands(ref: str) -> tuple[catalogue.drafts.Edit | None, Sequence[Line]]:
    """The last save of an offer in the draft, and its lines as they are now: of the draft, or of the shop."""
    draft = catalogue.drafts.draft_of(here().id) if ref else None
    saved = catalogue.drafts.saves(draft).get(ref) if draft else None
    if saved and saved.lines:
        return saved, saved.lines
    return saved, catalogue.drafts.in_shop(g.programme, here().id, ref) if ref else ()


def _page(
    form: OfferForm,
    ref: str,
    saved: catalogue.drafts.Edit | None,
    *,
    wrong: dict[int, list[str]] | None = None,
    moved: Change | None = None,
) -> str:
    return render_template(
        "partner/editor/offer.html", form=form, ref=ref, saved=saved, rows=form.rows(wrong or {}), moved=moved, who=who.text,
        run_words=words, values_wrong=bool(wrong), title_field="title_ru" if filters.language() == "ru" else "title_en",
    )  # fmt: skip
