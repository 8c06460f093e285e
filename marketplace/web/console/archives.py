"""A copy of a member's data that staff hands out, with a reason: the member asked for it in writing, or by phone."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import members
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import archives
from marketplace.web.console.archives_form import ArchiveForm
from marketplace.web.shared.archive_answers import fetched
from marketplace.web.shared.security import asked, fresh_factor, remember, require, whole
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("archives", __name__, url_prefix="/members")


@blueprint.get("/<member>/data")
@require(Permission.MEMBERS_DATA)
def show(member: str) -> str:
    said = asked(request.path)
    return _page(_member(member), ArchiveForm(said), go_on=whole(said))


@blueprint.post("/<member>/data")
@require(Permission.MEMBERS_DATA)
def ask(member: str) -> ResponseReturnValue:
    """After a second factor just now; the member is told."""
    found, form = _member(member), ArchiveForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    if not fresh_factor():
        remember(("identified", "note"))
        return redirect(url_for("security.verify", next=url_for(".show", member=found.number)))
    with transaction(by=actor()):
        archives.ask(
            found, by=current_user.id, language=g.programme.language(found.language), why=form.note.data or "",
            identified=form.identified.data or (), now=clock.now(),
        )  # fmt: skip
    return redirect(url_for("console.archives.show", member=found.number), 303)


@blueprint.get("/data/<copy_id>")
@require(Permission.MEMBERS_DATA)
def fetch(copy_id: str) -> ResponseReturnValue:
    return fetched(copy_id)


def _page(member: members.Member, form: ArchiveForm, *, go_on: bool = False) -> str:
    archive = archives.newest(member.id, by=current_user.id, now=clock.now())
    return render_template("console/archives/show.html", member=member, archive=archive, form=form, go_on=go_on)


def _member(number: str) -> members.Member:
    return members.numbered(g.programme.id, number) or abort(404)
