"""How a draft ends: sent as a run, or dropped; and a run that comes back from its approval, opened as a draft again."""

from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import runs
from marketplace.catalogue import drafts
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import own_ids, security
from marketplace.web.shared.visitor import actor
from partner_portal.desk import here, of_address
from partner_portal.editor.forms import SendForm


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def send(partner: str) -> ResponseReturnValue:
    draft, form = drafts.draft_of(here().id), SendForm()
    if draft is None or not form.validate_on_submit():
        return redirect(url_for("partner.editor.index"), 303)
    at = form.at.data.replace(tzinfo=ZoneInfo(g.programme.time_zone)) if form.at.data else None
    with transaction(by=actor()):
        run = drafts.send(draft, ref=form.ref.data or "", not_before=at, now=clock.now())
    return redirect(url_for("partner.runs.show", run_id=run.id), 303)


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def ask(partner: str) -> str:
    draft = drafts.draft_of(here().id)
    return render_template("partner/editor/drop.html", count=len(drafts.edits(draft)) if draft else 0)


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def drop(partner: str) -> ResponseReturnValue:
    draft = drafts.draft_of(here().id)
    if draft is not None:
        with transaction(by=actor()):
            drafts.drop(draft, now=clock.now())
        flash(_("The draft is gone; the shop stays as it is"))
    return redirect(url_for("partner.editor.index"), 303)


@security.require(Permission.RUNS_CATALOGUE, partner=of_address)
def reopen(partner: str) -> ResponseReturnValue:
    """Open in the editor the run that the form names."""
    run_id = own_ids.meant("run_id", request.form.get("run", ""))
    if run_id:
        run = runs.run_of(run_id, g.programme.id, partner_id=here().id)
        with transaction(by=actor()):
            drafts.reopen(g.programme, run, now=clock.now())
        flash(_("The upload is open in the editor"))
    return redirect(url_for("partner.editor.index"), 303)
