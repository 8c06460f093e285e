"""Two memberships of one person: one member of staff shows that they are, with both side by side; another approves."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from marketplace import approvals, members, support
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from marketplace.identity import Permission
from marketplace.web.console import finding, merge_forms, merge_kind, merge_sides
from marketplace.web.shared import security, sent_forms, visitor

blueprint = Blueprint("merges", __name__, url_prefix="/members/<member>/merge")


@blueprint.get("")
@security.require(Permission.MEMBERS_MERGE)
def ask(member: str) -> ResponseReturnValue:
    """First whom else it may be, then both memberships and what would move."""
    of, form = _member(member), merge_forms.OtherForm(request.args)
    if not form.into.data:
        return _other(of, form)
    return sent_forms.answer(form, lambda: _other(of, form), lambda: _meant(of, form))


@blueprint.post("")
@security.require(Permission.MEMBERS_MERGE)
def propose(member: str) -> ResponseReturnValue:
    of, form = _member(member), merge_forms.MergeForm()
    return sent_forms.answer(form, lambda: _again(of, form), lambda: _proposed(of, form))


def _proposed(of: members.Member, form: merge_forms.MergeForm) -> ResponseReturnValue:
    into = merge_kind.other(g.programme.id, form.into.data or "")
    form.check_case(of, into)
    with transaction(by=visitor.actor()):
        facts = {"into": into.number, "case_id": form.case.data, "paper_id": form.kept(of)}
        made = approvals.propose(
            merge_kind.MERGE, of.number, facts, programme_id=g.programme.id, by=current_user.id, ref=form.ref.data or "",
            why=form.note.data or "", now=clock.now(),
        )  # fmt: skip
    flash(_("Another person has to approve this within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _other(of: members.Member, form: merge_forms.OtherForm, found: Sequence[members.Member] = ()) -> str:
    """Which one stays: those that were found, and those that look like the same person's."""
    named = [members.Double(one, ()) for one in found if one.id != of.id]
    return render_template(
        "console/merges/other.html", member=of, form=form, found=[merge_sides.candidate(one) for one in named],
        likely=[merge_sides.candidate(one) for one in members.likely_doubles(of)],
    )  # fmt: skip


def _meant(of: members.Member, form: merge_forms.OtherForm) -> ResponseReturnValue:
    """Both, where a number was given; else whom the words may mean."""
    text = form.into.data or ""
    if members.numbered(g.programme.id, text) is not None:
        return _drawn(of, merge_forms.MergeForm(formdata=None, data={"ref": ids.new_ref(), "into": text}))
    found = finding.members_meant(text)
    if not found:
        raise sent_forms.Wrong("into", _("No one was found."))
    return _other(of, form, found)


def _again(of: members.Member, form: merge_forms.MergeForm) -> str:
    """Both again, or, where they cannot become one, which one else it may be."""
    try:
        return _drawn(of, form)
    except Refusal as no:
        other = merge_forms.OtherForm(MultiDict({"into": form.into.data or ""}))
        sent_forms.beside(other, no)
        return _other(of, other)


def _drawn(of: members.Member, form: merge_forms.MergeForm) -> str:
    into = merge_kind.other(g.programme.id, form.into.data or "")
    support.check_merge(of, into, now=clock.now())
    return render_template(
        "console/merges/ask.html",
        member=of,
        form=form,
        drawn=merge_sides.both(of, into, merge_sides.stood(of, into, today=g.programme.day(clock.now()))),
        led=form.into.data != into.number,
    )


def _member(number: str) -> members.Member:
    return members.by_number(g.programme.id, number) or abort(404)
