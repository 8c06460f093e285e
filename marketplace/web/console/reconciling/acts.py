"""What people do when they reconcile: join, part, tell apart, set aside, give up, put right; each with a reason."""

from collections.abc import Callable

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import approvals, identity, reconciliation
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.money.kinds import CREDIT, DEPOSIT, credit_named
from marketplace.web.console.reconciling import forms, views
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

acts = require(Permission.RUNS_BANK)
JOINED, ENTRY = "console.reconciling.expected", "console.reconciling.entry"


@views.blueprint.post("/deposits")
@acts
def deposit() -> ResponseReturnValue:
    form = views.deposit_form()
    if not form.validate_on_submit():
        return views.front(form), 422
    with transaction(by=actor()):
        reconciliation.request_deposit(
            g.programme.id, form.partner.data, form.minor, due=form.due.data, ref=form.ref.data or "", now=clock.now()
        )
    flash(_("Expected. The partner’s payment has to name %(ref)s.", ref=form.ref.data), "good")
    return redirect(url_for("console.reconciling.index"), 303)


@views.blueprint.post("/deposits/releases")
@require(Permission.PAYOUTS_MANAGE)
def release() -> ResponseReturnValue:
    """Propose to keep a deposit no longer: another person has to approve it."""
    form = views.release_form()
    if not form.validate_on_submit():
        return views.front(views.deposit_form(), form), 422
    with transaction(by=actor()):
        made = approvals.propose(
            DEPOSIT, str(form.partner.data), {"amount": form.minor}, programme_id=g.programme.id, by=actor().id or 0, ref=form.ref.data or "",
            why=form.why.data, now=clock.now(),
        )  # fmt: skip
    return _proposed(made)


@views.blueprint.post("/expected/<int:expectation_id>/matches")
@acts
def match_expected(expectation_id: int) -> ResponseReturnValue:
    form = forms.MatchForm()
    if not form.validate_on_submit():
        return views.expected_page(expectation_id, form), 422
    return _match(form.ids(), [expectation_id], form) or _matched(url_for(JOINED, expectation_id=expectation_id))


@views.blueprint.post("/entries/<int:entry_id>/matches")
@acts
def match_entry(entry_id: int) -> ResponseReturnValue:
    form = forms.MatchForm()
    if not form.validate_on_submit():
        return views.entry_page(entry_id, form), 422
    return _match([entry_id], form.ids(), form) or _matched(url_for(ENTRY, entry_id=entry_id))


@views.blueprint.post("/matches/<int:match_id>/parting")
@acts
def part(match_id: int) -> ResponseReturnValue:
    found, form = reconciliation.match_of(g.programme.id, match_id), forms.WhyForm()
    if not form.validate_on_submit():
        return views.expected_page(found.expectation_id, why=form), 422
    with transaction(by=actor()):
        reconciliation.part(g.programme.id, match_id, why=form.why.data, now=clock.now())
    if found.kind == "payout":
        flash(_("Unmatched. The payout still counts as arrived: if it did not, note that on its page."), "warn")
    else:
        flash(_("Unmatched. Both sides wait as before."))
    return redirect(url_for(JOINED, expectation_id=found.expectation_id), 303)


@views.blueprint.post("/expected/<int:expectation_id>/giving-up")
@acts
def give_up(expectation_id: int) -> ResponseReturnValue:
    form = forms.WhyForm()
    if not form.validate_on_submit():
        return views.expected_page(expectation_id, why=form), 422
    with transaction(by=actor()):
        reconciliation.give_up(g.programme.id, expectation_id, why=form.why.data, now=clock.now())
    flash(_("It is no longer expected."))
    return redirect(url_for(JOINED, expectation_id=expectation_id), 303)


@views.blueprint.post("/entries/<int:entry_id>/setting-aside")
@acts
def set_aside(entry_id: int) -> ResponseReturnValue:
    return _move(entry_id, reconciliation.set_aside, _("Set aside"))


@views.blueprint.post("/entries/<int:entry_id>/taking-up")
@acts
def take_up(entry_id: int) -> ResponseReturnValue:
    return _move(entry_id, reconciliation.take_up, _("It is back among what waits."))


@views.blueprint.post("/entries/<int:entry_id>/telling-apart")
@acts
def tell_apart(entry_id: int) -> ResponseReturnValue:
    return _move(entry_id, reconciliation.tell_apart, _("It counts as a payment of its own."))


@views.blueprint.post("/repairs/<int:repair_id>/mending")
@acts
def mend(repair_id: int) -> ResponseReturnValue:
    found = reconciliation.repair(g.programme.id, repair_id)
    form = forms.MendForm(found.currency)
    if not form.validate_on_submit():
        return views.repair_page(repair_id, form), 422
    with transaction(by=actor()):
        entry_id = reconciliation.mend(
            g.programme.id, repair_id, amount=form.minor, booked=form.booked.data, reference=form.reference.data, party=form.party.data,
            note=form.note.data, why=form.why.data, now=clock.now(),
        )  # fmt: skip
    flash(_("It is an entry of its statement now."))
    return redirect(url_for("console.reconciling.entry", entry_id=entry_id), 303)


@views.blueprint.post("/repairs/<int:repair_id>/leaving-out")
@acts
def leave_out(repair_id: int) -> ResponseReturnValue:
    form = forms.WhyForm()
    if not form.validate_on_submit():
        return views.repair_page(repair_id, why=form), 422
    with transaction(by=actor()):
        reconciliation.leave_out(g.programme.id, repair_id, why=form.why.data, now=clock.now())
    flash(_("Left out, and kept"))
    return redirect(url_for("console.reconciling.repair", repair_id=repair_id), 303)


def _match(entry_ids: list[int], expectation_ids: list[int], form: forms.MatchForm) -> ResponseReturnValue | None:
    """Join them, or propose it where a partner would be credited with more than one person may: then the proposal's page."""
    fee, why, now = form.rest.data == "fee", form.why.data, clock.now()
    sides = {"entry_ids": entry_ids, "expectation_ids": expectation_ids}
    with transaction(by=actor()):
        facts = {"amount": reconciliation.credited(g.programme.id, **sides, fee=fee, now=now), "fee": fee}
        if facts["amount"]:
            identity.must_be_settled(actor().id or 0, programme_id=g.programme.id, now=now)
        if facts["amount"] and approvals.approvers_needed(g.programme.id, CREDIT, facts):
            return _proposed(approvals.propose(
                CREDIT, credit_named(**sides), facts, programme_id=g.programme.id, by=actor().id or 0, ref=ids.new_ref(), why=why, now=now
            ))  # fmt: skip
        reconciliation.match(g.programme.id, **sides, fee=fee, why=why, now=now)
    return None


def _proposed(made: approvals.Proposal) -> ResponseReturnValue:
    flash(_("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _matched(where: str) -> ResponseReturnValue:
    flash(_("Matched"))
    return redirect(where, 303)


def _move(entry_id: int, verb: Callable[..., None], done: str) -> ResponseReturnValue:
    form = forms.WhyForm()
    if not form.validate_on_submit():
        return views.entry_page(entry_id, why=form), 422
    with transaction(by=actor()):
        verb(g.programme.id, entry_id, why=form.why.data, now=clock.now())
    flash(done)
    return redirect(url_for("console.reconciling.entry", entry_id=entry_id), 303)
