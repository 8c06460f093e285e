"""The texts of a programme: what is in force, every version of it, and the editor that ends in a proposal."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, programmes
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import programme_forms, programme_kinds
from marketplace.web.shared import markdown, text_difference
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

TEXTS = f"<any({', '.join(programmes.TEXT_KINDS)}):kind>/<any({', '.join(programmes.LANGUAGES)}):language>"
blueprint = Blueprint("texts", __name__, url_prefix="/texts")


@blueprint.get("")
@require(Permission.PROGRAMME_READ)
def index() -> ResponseReturnValue:
    texts = [
        (kind, language, programmes.newest_text(g.programme.id, kind, language), _open(kind, language))
        for kind in programmes.TEXT_KINDS
        for language in g.programme.languages
    ]
    return render_template("console/programme/texts.html", texts=texts)


@blueprint.get(f"/{TEXTS}")
@require(Permission.PROGRAMME_READ)
def show(kind: programmes.TextKind, language: str) -> ResponseReturnValue:
    versions = programmes.text_versions(g.programme.id, kind, language)
    wanted = request.args.get("version", "", str)
    shown = (
        next((text for text in versions if str(text.version) == wanted), None)
        if wanted
        else versions[0]
        if versions
        else None
    )
    if wanted and shown is None:
        abort(404)
    return render_template(
        "console/programme/text.html", kind=kind, language=language, versions=versions, shown=shown,
        body=markdown.html(shown.body, beneath=True) if shown else "", proposal=_open(kind, language),
    )  # fmt: skip


@blueprint.get(f"/{TEXTS}/proposal")
@require(Permission.PROGRAMME_PROPOSE)
def edit(kind: programmes.TextKind, language: str) -> ResponseReturnValue:
    """The editor: of the text in force, of the proposal that waits, or of one that ended (`from`), to try again."""
    newest, waiting = programmes.newest_text(g.programme.id, kind, language), _open(kind, language)
    source = waiting or _ended(request.args.get("from", ""), kind, language)
    body = source.payload["body"] if source else newest.body if newest else ""
    form = programme_forms.TextForm(
        body=body, why=source.why if source else "", base=newest.version if newest else 0,
        ref=ids.new_ref(), seen=waiting.digest.hex() if waiting else "",
    )  # fmt: skip
    return _editor(kind, language, form, waiting)


@blueprint.post(f"/{TEXTS}/proposal")
@require(Permission.PROGRAMME_PROPOSE)
def propose(kind: programmes.TextKind, language: str) -> ResponseReturnValue:
    form, waiting = programme_forms.TextForm(), _open(kind, language)
    if not form.validate_on_submit():
        return _editor(kind, language, form, waiting), 422
    if form.preview.data:
        return _editor(kind, language, form, waiting)
    subject, payload = programme_kinds.text_subject(kind, language), {"body": form.body.data}
    with transaction(by=actor()):
        made = programme_forms.put_forward(programme_kinds.TEXT, subject, payload, form, waiting)
    flash(_("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _editor(
    kind: programmes.TextKind, language: str, form: programme_forms.TextForm, waiting: approvals.Proposal | None
) -> str:
    newest = programmes.newest_text(g.programme.id, kind, language)
    body = form.body.data or ""
    return render_template(
        "console/programme/text_edit.html", kind=kind, language=language, form=form, waiting=waiting, shown=markdown.html(body, beneath=True),
        stretches=text_difference.difference(newest.body if newest else "", body),
        nobody=programme_forms.nobody_else(programme_kinds.TEXT, waiting),
    )  # fmt: skip


def _open(kind: programmes.TextKind, language: str) -> approvals.Proposal | None:
    subject = programme_kinds.text_subject(kind, language)
    return approvals.open_for(g.programme.id, programme_kinds.TEXT, subject, now=clock.now())


def _ended(ref: str, kind: programmes.TextKind, language: str) -> approvals.Proposal | None:
    """One of my own proposals that came to nothing."""
    if not ref:
        return None
    found = approvals.proposal(ref, programme_id=g.programme.id, now=clock.now())
    mine = found.subject == programme_kinds.text_subject(kind, language) and current_user.id in found.authors
    return found if mine else abort(404)
