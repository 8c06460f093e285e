"""The inbox of acts of two: what waits for me, what I proposed, what was decided; and the page of each proposal."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, identity
from marketplace.core import clock, paging
from marketplace.core.db import transaction
from marketplace.web.console import approval_rules
from marketplace.web.console.approval_forms import DEEDS, NoteForm, decision_form
from marketplace.web.console.approval_shown import OF_CARDS, names_of, of_card, show_it, time_left
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor

PAGE_SIZE = 20
blueprint = Blueprint("approvals", __name__, url_prefix="/approvals")
blueprint.register_blueprint(approval_rules.blueprint)
require_reader = require(identity.Permission.APPROVALS_READ)


@blueprint.context_processor
def names() -> dict[str, object]:
    """What the pages of approvals say in many places."""
    return {"time_left": time_left, "may_rule": may(identity.Permission.APPROVALS_RULES)}


@blueprint.get("")
@require_reader
def index() -> ResponseReturnValue:
    now, programme_id = clock.now(), g.programme.id
    show = request.args.get("show", "")
    before = _before()
    ended = approvals.ended(programme_id=programme_id, now=now, limit=PAGE_SIZE + 1, before=before)
    for_me = approvals.waiting_for(current_user.id, programme_id=programme_id, now=now)
    mine = approvals.mine(current_user.id, programme_id=programme_id, now=now)
    page = paging.page(ended, PAGE_SIZE, lambda one: [one.id])
    listed = {"mine": mine, "ended": page.items}.get(show, for_me)
    return render_template(
        "console/approvals/index.html", show=show, shown=[show_it(one) for one in listed], for_me=for_me, mine=[show_it(one) for one in mine],
        ended=[show_it(one) for one in ended[:5]], next=page.next if show == "ended" else "", **names_of([*for_me, *mine, *ended]),
    )  # fmt: skip


@blueprint.get("/<ref>")
@require_reader
def show(ref: str) -> ResponseReturnValue:
    return _page(_proposal(ref), NoteForm())


@blueprint.post("/<ref>/notes")
@require_reader
def write_note(ref: str) -> ResponseReturnValue:
    proposal, form = _proposal(ref), NoteForm()
    if not form.validate_on_submit():
        return _page(proposal, form), 422
    with transaction(by=actor()):
        approvals.write_note(
            proposal.id,
            form.body.data,
            audience="approvers" if form.approvers_only.data else "everyone",
            by=current_user.id,
            ref=form.ref.data or "",
            now=clock.now(),
        )
    return redirect(url_for("console.approvals.show", ref=ref), 303)


@blueprint.get("/<ref>/<any(approval, refusal, changes, withdrawal):deed>")
@require_reader
def ask(ref: str, deed: str) -> ResponseReturnValue:
    proposal = _proposal(ref)
    form = decision_form(deed)(data={"seen": proposal.digest.hex()})
    return _question(proposal, deed, form)


@blueprint.post("/<ref>/<any(approval, refusal, changes, withdrawal):deed>")
@require_reader
def decide(ref: str, deed: str) -> ResponseReturnValue:
    proposal, form = _proposal(ref), decision_form(deed)()
    if not form.validate_on_submit():
        return _question(proposal, deed, form), 422
    more = {} if deed == "withdrawal" else {"note": form.note.data or ""}
    with transaction(by=actor()):
        done = _VERBS[deed](proposal.id, seen=form.digest(), by=current_user.id, now=clock.now(), **more)
    flash(_said(done, deed))
    return redirect(url_for("console.approvals.show", ref=ref), 303)


_VERBS: Mapping[str, Callable[..., approvals.Proposal]] = {
    "approval": approvals.approve, "refusal": approvals.refuse, "changes": approvals.ask_for_changes, "withdrawal": approvals.withdraw,
}  # fmt: skip


def _said(done: approvals.Proposal, deed: str) -> str:
    if deed == "approval":
        return str(_("Approved and done") if done.state == "applied" else _("Approved; one more person is needed"))
    return str({"refusal": _("Refused"), "changes": _("Sent back for changes"), "withdrawal": _("Withdrawn")}[deed])


def _page(proposal: approvals.Proposal, form: NoteForm) -> str:
    decisions, notes = approvals.decisions(proposal.id), approvals.notes(proposal, reader=current_user.id)
    edits = approvals.edits(proposal.id)
    moved = proposal.open and approvals.target_of(proposal).version != proposal.base
    lines: list[approvals.Edit | approvals.Decision | approvals.Note] = [*edits, *decisions, *notes]
    said = sorted(lines, key=lambda one: one.at)
    return render_template(
        "console/approvals/show.html", one=show_it(proposal), form=form, said=said, moved=moved,
        others=of_card(proposal.subject, proposal.kind) if proposal.open and proposal.kind in OF_CARDS else [],
        may_edit=proposal.open and approvals.kind(proposal.kind).edited and identity.can(current_user, approvals.kind(proposal.kind).propose, programme_id=g.programme.id),
        is_approver=approvals.is_approver(proposal, current_user.id), **names_of([proposal], *[one.by for one in said]),
    )  # fmt: skip


def _question(proposal: approvals.Proposal, deed: str, form: Any) -> str:
    last = proposal.approvals + 1 >= proposal.approvals_needed
    return render_template(
        "console/approvals/ask.html", one=show_it(proposal), deed=DEEDS[deed], name=deed, form=form, last=last
    )


def _proposal(ref: str) -> approvals.Proposal:
    return approvals.proposal(ref, programme_id=g.programme.id, now=clock.now())


def _before() -> int | None:
    cursor = request.args.get("cursor", "")
    if not cursor:
        return None
    value = paging.decode(cursor, int)[0]
    return int(value) if value else abort(404)
