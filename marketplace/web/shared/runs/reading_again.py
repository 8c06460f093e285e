"""A file of codes that was read wrongly is read again, in the way that its form says."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import runs
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared.runs.page import url_of
from marketplace.web.shared.runs.reading import ReadingForm
from marketplace.web.shared.runs.visible import own_run
from marketplace.web.shared.visitor import actor


def read_again(run_id: int, **_address: str) -> ResponseReturnValue:
    """Have a file of codes read in the way that was chosen."""
    run, form = own_run(run_id), ReadingForm()
    options = form.options(request.form.getlist("columns")) if form.validate_on_submit() else {}
    if not options or not run.preview.get("form"):
        flash(form.wrong or _("Nothing was changed."))
        return redirect(url_of(run), 303)
    with transaction(by=actor()):
        again = runs.read_again(run, options, ref=form.ref.data, now=clock.now())
    flash(_("The file is read again, in the way you chose."))
    return redirect(url_of(again), 303)
