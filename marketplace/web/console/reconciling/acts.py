"""What people do when they reconcile: join, part, set aside, give up, put right; each with a reason."""

from collections.abc import Callable

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import reconciliation
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.reconciling import forms, views
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

acts = require(Permission.RUNS_BANK)
JOINED = "console.reconciling.expected"


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


@views.blueprint.post("/expected/<int:expectation_id>/matches")
@acts
def match_expected(expectation_id: int) -> ResponseReturnValue:
    form = forms.MatchForm()
    if not form.validate_on_submit():
        return views.expected_page(expectation_id, form), 422
    with transaction(by=actor()):
        reconciliation.match(
            g.programme.id,
            form.ids(),
            [expectation_id],
            fee=form.rest.data == "fee",
            why=form.why.data,
            now=clock.now(),
        )
    flash(_("Matched"))
    return redirect(url_for(JOINED, expectation_id=expectation_id), 303)


@views.blueprint.post("/entries/<int:entry_id>/matches")
@acts
def match_entry(entry_id: int) -> ResponseReturnValue:
    form = forms.MatchForm()
    if not form.validate_on_submit():
        return views.entry_page(entry_id, form), 422
    with transaction(by=actor()):
        reconciliation.match(
            g.programme.id, [entry_id], form.ids(), fee=form.rest.data == "fee", why=form.why.data, now=clock.now()
        )
    flash(_("Matched"))
    return redirect(url_for("console.reconciling.entry", entry_id=entry_id), 303)


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


def _move(entry_id: int, verb: Callable[..., None], done: str) -> ResponseReturnValue:
    form = forms.WhyForm()
    if not form.validate_on_submit():
        return views.entry_page(entry_id, why=form), 422
    with transaction(by=actor()):
        verb(g.programme.id, entry_id, why=form.why.data, now=clock.now())
    flash(done)
    return redirect(url_for("console.reconciling.entry", entry_id=entry_id), 303)
