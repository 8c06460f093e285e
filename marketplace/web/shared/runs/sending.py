"""A new file: its kind is chosen, it is sent, and kept for the worker to check."""

from pathlib import PurePath

from flask import abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import runs
from marketplace.core import clock, uploads
from marketplace.core.db import transaction
from marketplace.web.shared import filters
from marketplace.web.shared.runs import forms, templates, words
from marketplace.web.shared.runs.page import url_of
from marketplace.web.shared.runs.visible import my_kinds, partner_here, run_of
from marketplace.web.shared.visitor import actor


def new(**_address: str) -> ResponseReturnValue:
    kind = _kind()
    return _new(kind, forms.form_for(kind.name, g.programme, filters.language(), partner_here()))


def create(**_address: str) -> ResponseReturnValue:
    kind = _kind()
    form = forms.form_for(kind.name, g.programme, filters.language(), partner_here())
    content = form.file.data.read() if form.validate_on_submit() else b""
    if not form.errors and not content:
        form.file.errors = [_("The file is empty.")]
    if kind.table and uploads.is_pdf(content):
        form.file.errors = [_("This is a PDF. A CSV or XLSX file is wanted.")]
    if form.errors:
        return _new(kind, form), 422
    name = PurePath(form.file.data.filename.replace("\\", "/")).name
    with transaction(by=actor()):
        run = runs.keep(
            g.programme.id, kind.name, name, content, form.options(), ref=form.ref.data, partner_id=partner_here(),
            not_before=form.moment(g.programme.time_zone), now=clock.now(),
        )  # fmt: skip
    return redirect(url_of(run_of(run.id)), 303)


def _new(kind: runs.Kind, form: forms.FileForm) -> str:
    chips = [(words.KINDS[one.name].title, one.name, one is kind) for one in my_kinds()]
    return render_template(
        "shared/runs/new.html",
        kind=kind,
        form=form,
        chips=chips,
        words=words.KINDS[kind.name],
        columns=templates.COLUMNS.get(kind.name),
    )


def _kind() -> runs.Kind:
    """The kind that was chosen, or the first that is the visitor's."""
    mine = my_kinds()
    name = request.args.get("kind") or (mine[0].name if mine else "")
    return next((one for one in mine if one.name == name), None) or abort(404)
