"""What may be done with a run: applied, stopped, discarded, talked about."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, runs
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import sure
from marketplace.web.shared.runs.page import url_of
from marketplace.web.shared.runs.talk import NoteForm
from marketplace.web.shared.runs.visible import own_run
from marketplace.web.shared.visitor import actor


def apply(run_id: int, **_address: str) -> ResponseReturnValue:
    run = own_run(run_id)
    with transaction(by=actor()):
        after = runs.start(run.id, now=clock.now())
    if after.state == "awaiting_approval":
        flash(_("Proposed. Another person has to approve it within 24 hours."))
    elif after.state == "kept":
        flash(_("The shop has changed since this was checked. It is checked again: look at it once more."))
    return redirect(url_of(run), 303)


def stop(run_id: int, **_address: str) -> ResponseReturnValue:
    run = own_run(run_id)
    with transaction(by=actor()):
        runs.stop(run.id, now=clock.now())
    return redirect(url_of(run), 303)


def ask_discard(run_id: int, **_address: str) -> ResponseReturnValue:
    run = own_run(run_id)
    stays = _("What has been applied stays.") if run.applied else _("Nothing of it has been applied.")
    return sure.asked(
        _("Discard this upload?"), _("The file is deleted and cannot be brought back. To go on, upload it again."), stays,
        yes=_("Discard the upload"), back=url_of(run),
    )  # fmt: skip


def discard(run_id: int, **_address: str) -> ResponseReturnValue:
    run = own_run(run_id)
    with transaction(by=actor()):
        runs.discard(run.id, now=clock.now())
    flash(_("Discarded, the file is deleted"))
    return redirect(url_of(run), 303)


def write_note(run_id: int, **_address: str) -> ResponseReturnValue:
    """Say something about a run that waits for approval."""
    run, form = own_run(run_id), NoteForm()
    proposal = runs.proposal_of(run, now=clock.now())
    if proposal is not None and form.validate_on_submit():
        with transaction(by=actor()):
            approvals.write_note(
                proposal.id, form.body.data, audience="everyone", by=current_user.id, ref=form.ref.data or "", now=clock.now()
            )  # fmt: skip
    return redirect(url_of(run), 303)
