"""Bank accounts that count as the programme's: proposed from a file that tells of one, listed with who agreed, taken back with a reason."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import approvals, reconciliation, runs
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.reconciling import forms, views, words
from marketplace.web.shared import who
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor

acts = require(Permission.RUNS_BANK)


@views.blueprint.get("/accounts")
@views.reads
def all_accounts() -> str:
    return render_template("console/reconciling/accounts.html", accounts=reconciliation.bank_accounts(g.programme.id))


@views.blueprint.get("/accounts/<int:account_id>")
@views.reads
def account(account_id: int) -> str:
    return _account(account_id, forms.WhyForm())


@views.blueprint.get("/accounts/new")
@acts
def new_account() -> str:
    """Ask for a second person: what is proposed stands in the address, and has to stand in the file."""
    form = forms.AccountForm(request.args)
    return _proposing(form, _told_in(form))


@views.blueprint.post("/accounts")
@acts
def propose_account() -> ResponseReturnValue:
    form = forms.AccountForm()
    told = _told_in(form)
    if not form.validate_on_submit():
        return _proposing(form, told), 422
    with transaction(by=actor()):
        made = approvals.propose(
            reconciliation.ACCOUNT_ACT, reconciliation.account_subject(told["number"], told["currency"]), {one: told[one] for one in ("run", "file", "entries", "came", "went")},
            programme_id=g.programme.id, by=actor().id or 0, ref=form.ref.data or "", why=form.why.data, now=clock.now(),
        )  # fmt: skip
    flash(_("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


@views.blueprint.post("/accounts/<int:account_id>/closing")
@acts
def close_account(account_id: int) -> ResponseReturnValue:
    form = forms.WhyForm()
    if not form.validate_on_submit():
        return _account(account_id, form), 422
    with transaction(by=actor()):
        reconciliation.close_account(g.programme.id, account_id, why=form.why.data, now=clock.now())
    flash(_("Taken back. Its statements are left out from now on."), "good")
    return redirect(url_for("console.reconciling.account", account_id=account_id), 303)


def _told_in(form: forms.AccountForm) -> dict[str, Any]:
    """What the file of a run tells of an account that is not the programme's. Raises NoRun, NotReconciled."""
    run = runs.run_of(form.run.data or 0, g.programme.id)
    foreign, place = run.preview.get("foreign", []), form.place.data
    if place is None or not 0 <= place < len(foreign):
        raise reconciliation.NotReconciled
    number, currency = foreign[place]
    if form.number.data not in ("", None, number):
        raise reconciliation.NotReconciled  # the file was checked again meanwhile
    told = [one for one in run.preview["statements"] if (one["account"], one["currency"]) == (number, currency)]
    sums = {name: sum(one[name] for one in told) for name in ("entries", "came", "went")}
    return {"run": run.id, "file": run.file_name, "number": number, "currency": currency} | sums


def _proposing(form: forms.AccountForm, told: dict[str, Any]) -> str:
    form.number.data = told["number"]
    return render_template("console/reconciling/account_new.html", form=form, told=told)


def _account(account_id: int, form: forms.WhyForm) -> str:
    found = reconciliation.bank_account(g.programme.id, account_id)
    return render_template(
        "console/reconciling/account.html", account=found, settled=reconciliation.settled_by(found.id), words=words, form=form,
        may_act=may(Permission.RUNS_BANK), closed_by=who.text(found.closed_by) if found.closed_by else "",
    )  # fmt: skip
