"""A member's data are erased: recorded by staff with evidence, taken back for them, how far it is, and the act of what was destroyed."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import erasures, members
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import erasure_act, erasures_form, reissue_words
from marketplace.web.shared import erasure_words, sent_forms
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("erasures", __name__, url_prefix="/members/<member>/erasure")


@blueprint.get("")
@require(Permission.MEMBERS_ERASE)
def show(member: str) -> str:
    return _page(_member(member), erasures_form.ErasureForm())


@blueprint.post("")
@require(Permission.MEMBERS_ERASE)
def ask(member: str) -> ResponseReturnValue:
    """The member has asked, in writing or in person."""
    found, form = _member(member), erasures_form.ErasureForm()

    def asked() -> ResponseReturnValue:
        with transaction(by=actor()):
            erasures.ask(
                found, by=current_user.id, evidence=form.evidence.data or "", identified=form.identified.data or (), now=clock.now()
            )  # fmt: skip
        return redirect(url_for("console.erasures.show", member=found.number), 303)

    return sent_forms.answer(form, lambda: _page(found, form), asked)


@blueprint.post("/withdrawal")
@require(Permission.MEMBERS_ERASE)
def take_back(member: str) -> ResponseReturnValue:
    """The member wants to stay after all."""
    found = _member(member)
    with transaction(by=actor()):
        erasures.take_back(found, now=clock.now())
    flash(gettext("The request was taken back"))
    return redirect(url_for("console.members.show", member=found.number), 303)


@blueprint.get("/act")
@require(Permission.MEMBERS_ERASE)
def act(member: str) -> ResponseReturnValue:
    """The act of destruction, as PDF."""
    found = _member(member)
    of = erasures.newest(found.id)
    if of is None or of.state != "done":
        abort(404)
    headers = {
        "Content-Disposition": f'attachment; filename="act-{found.number}.pdf"', "Cache-Control": "private, no-store",
    }  # fmt: skip
    return Response(erasure_act.written(of, found), mimetype="application/pdf", headers=headers)


def _page(member: members.Member, form: erasures_form.ErasureForm) -> str:
    now, there = clock.now(), erasures.newest(member.id)
    standing = there if there and there.state != "taken_back" else None
    return render_template(
        "console/erasures/show.html", member=member, form=form, there=standing, words=erasure_words.STEPS,
        steps=erasures.steps(there.id) if there else [], all_steps=len(erasures.STEPS), lost=erasure_words.lost(erasures.loss(member, now)),
        reasons=[erasure_words.REASONS[one] for one in erasures.in_the_way(member, now)] if standing is None or standing.state == "waiting" else [], days=erasures.TERM.days,
        named=[reissue_words.IDENTIFIED[one] for one in standing.identified] if standing else [],
    )  # fmt: skip


def _member(number: str) -> members.Member:
    return members.by_number(g.programme.id, number) or abort(404)
