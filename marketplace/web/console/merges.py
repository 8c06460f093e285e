"""Two memberships of one person: one member of staff shows that they are, with both side by side; another approves."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, members, support
from marketplace.core import audit, clock, ids
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from marketplace.identity import Permission
from marketplace.web.console import merge_kind, merge_sides
from marketplace.web.console.merge_forms import MergeForm, OtherForm
from marketplace.web.shared import security, visitor

blueprint = Blueprint("merges", __name__, url_prefix="/members/<member>/merge")


@blueprint.get("")
@security.require(Permission.MEMBERS_MERGE)
def ask(member: str) -> ResponseReturnValue:
    """First the other number, then both memberships and what would move."""
    of, form = _member(member), OtherForm(request.args)
    if not form.into.data:
        return render_template("console/merges/other.html", member=of, form=form)
    if not form.validate():
        return render_template("console/merges/other.html", member=of, form=form), 422
    return _drawn(of, MergeForm(data={"ref": ids.new_ref(), "into": form.into.data}))


@blueprint.post("")
@security.require(Permission.MEMBERS_MERGE)
def propose(member: str) -> ResponseReturnValue:
    of, form = _member(member), MergeForm()
    into = merge_kind.other(g.programme.id, form.into.data or "")
    if not form.validate_on_submit() or not form.knows_case(of, into):
        return _drawn(of, form), 422
    try:
        with transaction(by=visitor.actor()):
            facts = {"into": into.number, "case_id": form.case.data, "paper_id": form.kept(of)}
            made = approvals.propose(
                merge_kind.MERGE, of.number, facts, programme_id=g.programme.id, by=current_user.id, ref=form.ref.data or "",
                why=form.note.data or "", now=clock.now(),
            )  # fmt: skip
    except Refusal as no:
        _refused(of, no.code)
        raise
    flash(_("Another person has to approve this within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _drawn(of: members.Member, form: MergeForm) -> str:
    into = merge_kind.other(g.programme.id, form.into.data or "")
    support.check_merge(of, into, now=clock.now())
    return render_template(
        "console/merges/ask.html",
        member=of,
        form=form,
        drawn=merge_sides.both(of, into),
        led=form.into.data != into.number,
    )


def _refused(of: members.Member, code: str) -> None:
    """A refused act leaves its record, too."""
    with transaction(by=visitor.actor()):
        audit.record("accounts.refuse", f"member:{of.id}", at=clock.now(), before={}, after={"code": code})


def _member(number: str) -> members.Member:
    return members.by_number(g.programme.id, number) or abort(404)
