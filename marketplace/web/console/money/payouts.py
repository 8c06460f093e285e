"""Runs of payments: drafted, sent for approval, the bank's file, what became of each payment; and accounts."""

from datetime import date
from io import BytesIO

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import approvals, partners, settlements
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.money import accounts, bank_files, kinds, payout_forms, payout_held, payout_words, words
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

PLACE = Place("console.payouts.index", lazy_gettext("Payouts"), "landmark", Permission.STATEMENTS_READ)
blueprint = Blueprint("payouts", __name__, url_prefix="/payouts")
reads = require(Permission.STATEMENTS_READ)
manages = require(Permission.PAYOUTS_MANAGE)


@blueprint.get("")
@reads
def index() -> str:
    form = payout_forms.DraftForm(_currencies(), formdata=request.args)
    if form.currency.data not in form.currency.choices:
        form.currency.data = g.programme.currency
    return _index(form)


@blueprint.post("")
@manages
def draft() -> ResponseReturnValue:
    form, by, now = payout_forms.DraftForm(_currencies()), actor().id or 0, clock.now()
    if not form.validate_on_submit():
        return _index(form), 422
    day: date = form.pays_on.data
    try:
        with transaction(by=actor()):
            run = settlements.draft_run(
                g.programme.id, [one.partner_id for one in _payable(form) if not one.why], ref=form.ref.data or "", currency=form.currency.data,
                pays_on=day, by=by, now=now, channel=form.channel.data,
            )  # fmt: skip
            proposal = approvals.propose(
                kinds.PAYOUT, str(run.id), {}, programme_id=g.programme.id, by=by, ref=ids.new_ref(), now=now
            )
    except settlements.NothingToPay:
        return _index(form), 409
    flash(gettext("Drafted. Another person has to approve it within 24 hours."))
    return redirect(url_for(".show", payout_id=run.id, proposal=proposal.ref), 303)


@blueprint.get("/<int:payout_id>")
@reads
def show(payout_id: int) -> str:
    return _page(_run(payout_id))


@blueprint.post("/<int:payout_id>/approval")
@manages
def ask(payout_id: int) -> ResponseReturnValue:
    """Propose it once more, where the 24 hours are over."""
    run = _run(payout_id)
    with transaction(by=actor()):
        made = approvals.propose(
            kinds.PAYOUT,
            str(run.id),
            {},
            programme_id=g.programme.id,
            by=actor().id or 0,
            ref=ids.new_ref(),
            now=clock.now(),
        )
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


@blueprint.post("/<int:payout_id>/file")
@manages
def make_file(payout_id: int) -> ResponseReturnValue:
    """The file for the bank: made once, kept, and from then on the same."""
    run = _run(payout_id)
    with transaction(by=actor()):
        bank_files.keep(run, form=request.form.get("form", ""), older=_older(), now=clock.now())
        if run.sent_at is None:
            settlements.send_run(run, now=clock.now())
    flash(gettext("The file is made. Give it to the bank."))
    return redirect(url_for(".show", payout_id=run.id), 303)


@blueprint.post("/<int:payout_id>/handing-over")
@manages
def hand(payout_id: int) -> ResponseReturnValue:
    """Somebody has given the file to the bank, and says so."""
    run = _run(payout_id)
    with transaction(by=actor()):
        settlements.hand_over(run, now=clock.now())
    flash(gettext("Noted: the bank has the file."))
    return redirect(url_for(".show", payout_id=run.id), 303)


@blueprint.post("/<int:payout_id>/transfers")
@manages
def transfer(payout_id: int) -> ResponseReturnValue:
    """Have the payment provider pay. A run that was sent is not sent again."""
    run = _run(payout_id)
    with transaction(by=actor()):
        if run.sent_at is None:
            settlements.send_through_provider(run, now=clock.now())
    flash(gettext("Sent. Each payment says here what becomes of it."))
    return redirect(url_for(".show", payout_id=run.id), 303)


@blueprint.get("/files/<int:payout_file_id>")
@reads
def file(payout_file_id: int) -> ResponseReturnValue:
    found = settlements.payout_file(g.programme.id, payout_file_id)
    return send_file(BytesIO(found.content), "application/octet-stream", as_attachment=True, download_name=found.name)


@blueprint.post("/<int:payout_id>/giving-up")
@manages
def drop(payout_id: int) -> ResponseReturnValue:
    run = _run(payout_id)
    with transaction(by=actor()):
        settlements.drop_run(run, why="", now=clock.now())
    flash(gettext("Given up: everybody is owed as before."))
    return redirect(url_for(".index"), 303)


@blueprint.post("/payments/<int:payment_id>")
@manages
def happened(payment_id: int) -> ResponseReturnValue:
    run, form = settlements.run_of_payment(g.programme.id, payment_id), payout_forms.HappenedForm()
    if not form.validate_on_submit():
        return _page(run, wrong=form), 422
    if run.channel != "bank":
        raise settlements.PayoutStep  # the provider says so itself
    code, note = form.code.data or "", form.note.data or ""
    if form.what.data in settlements.UNDOING:
        return _propose_undone(payment_id, {"what": form.what.data, "code": code, "note": note})
    with transaction(by=actor()):
        settlements.happened(payment_id, form.what.data, known_by="person", code=code, note=note, now=clock.now())
    flash(gettext("Noted"))
    return redirect(url_for(".show", payout_id=run.id, _anchor=f"payment-{payment_id}"), 303)


def _propose_undone(payment_id: int, facts: dict[str, str]) -> ResponseReturnValue:
    """Its debt would be open again: another person looks, too."""
    with transaction(by=actor()):
        made = approvals.propose(
            kinds.UNDONE, str(payment_id), facts, programme_id=g.programme.id, by=actor().id or 0, ref=ids.new_ref(), why=facts["note"],
            now=clock.now(),
        )  # fmt: skip
    flash(gettext("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _run(payout_id: int) -> settlements.Run:
    return settlements.payout_run(g.programme.id, payout_id)


def _older() -> bool:
    """Whether the operator lets pain.001.001.03 be chosen."""
    return bool(current_app.config["SETTINGS"].pain_older_form)


def _currencies() -> list[str]:
    """In which currencies partners are settled with, the programme's own first."""
    others = {one.currency for one in settlements.contracts(g.programme.id)} - {g.programme.currency}
    return [g.programme.currency, *sorted(others)]


def _payable(form: payout_forms.DraftForm) -> list[settlements.Payable]:
    """What each partner would be paid on the day that was chosen, by the way that was chosen."""
    channel: settlements.Channel = "stripe" if form.channel.data == "stripe" else "bank"
    return settlements.payable(
        g.programme.id, currency=form.currency.data, pays_on=form.pays_on.data, now=clock.now(), channel=channel
    )


def _index(form: payout_forms.DraftForm) -> str:
    asked = _payable(form) if form.pays_on.data else []
    return render_template(
        "console/payouts/index.html", runs=settlements.payout_runs(g.programme.id), states=payout_words.STATES, form=form, accounts=accounts.listed(), why_not=payout_words.why_not,
        asked=asked, paid=[one for one in asked if not one.why], partners={one.id: one for one in partners.partners_of(g.programme.id)},
        connected=settlements.connected_all([one.partner_id for one in settlements.contracts(g.programme.id)]), said=payout_words.CONNECTED,
        possible=current_app.extensions["payment_provider"](), held=payout_held.by_partner() if asked else {},
    )  # fmt: skip


def _differ(one: settlements.Payment, to: partners.Partner) -> str:
    """What to say of the holder's name, where the company's is known and another."""
    return payout_words.names_differ(one.holder.holder, to.legal_name) if one.holder and to.legal_name else ""


def _page(run: settlements.Run, wrong: payout_forms.HappenedForm | None = None) -> str:
    proposal = approvals.open_for(g.programme.id, kinds.PAYOUT, str(run.id), now=clock.now())
    order = {"failed": 0, "name_mismatch": 0, "returned": 1, "waiting": 2, "accepted": 2, "reopened": 1, "confirmed": 3}
    known = {one.id: one for one in partners.partners_of(g.programme.id)}
    found = sorted(settlements.payments(run.id), key=lambda one: (order[one.state], one.id))
    return render_template(
        "console/payouts/show.html", run=run, payments=found, files=settlements.payout_files(run.id), state=payout_words.STATES[run.state], way=payout_words.way(run), what=payout_words.EVENTS, standing={one.id: payout_words.standing(one, run) for one in found}, codes=payout_words.CODES,
        partners=known, proposal=proposal, forms=bank_files.forms(run, older=_older()), form=wrong or payout_forms.HappenedForm(),
        undone=sum(one.amount for one in found if one.released_at and one.state != "confirmed"),
        repeats={one.payment_id: words.repeated(one, run.currency) for one in settlements.repeated(run.id)},
        today=g.programme.day(clock.now()), differ={one.id: _differ(one, known[one.partner_id]) for one in found},
        asked={one.id: settlements.move_calls(one.id)[-1:] for one in found if run.channel == "stripe"},
    )  # fmt: skip
