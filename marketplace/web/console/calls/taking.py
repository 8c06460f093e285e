"""Who may be calling, and what the caller can name. A number that calls suggests a member and never identifies one."""

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import members, reports
from marketplace.core import clock, ids, texts
from marketplace.core.db import transaction
from marketplace.core.listing import MAX_SEARCH_LENGTH
from marketplace.identity import Permission
from marketplace.support import calls
from marketplace.web.console.calls import faces, forms
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor


@require(Permission.CALLS_TAKE)
def index() -> str:
    """Members with this number; or whoever is found by a number, a name or an address that the caller gives."""
    phone, asked = request.args.get("phone", "").strip()[:40], request.args.get("q", "").strip()
    try:
        text = texts.one_line(asked)[:MAX_SEARCH_LENGTH]
    except texts.Unfit:
        text = ""
    found = [faces.face(one) for one in members.reached_by(g.programme.id, email="", phone=phone)] if phone else []
    if text:
        found += [faces.face(one) for one in _named(text)]
    return render_template("console/calls/index.html", phone=phone, asked=asked, found=found)


@require(Permission.CALLS_TAKE)
def ask(member: str) -> str:
    """What to ask, beside the fragments with which to compare the answers."""
    found = _member(member)
    return faces.drawn(
        found, forms.CallerForm(formdata=None, data={"ref": ids.new_ref(), "phone": request.args.get("phone", "")[:40]})
    )


@require(Permission.CALLS_TAKE)
def take(member: str) -> ResponseReturnValue:
    """Keep who is said to call; whoever named too little is asked for more."""
    found, form = _member(member), forms.CallerForm()
    if not form.validate_on_submit():
        return faces.drawn(found, form), 422
    with transaction(by=actor()):
        call = calls.take(
            found,
            form.named.data or (),
            phone=form.phone.data or "",
            by=current_user.id,
            ref=f"console:{form.ref.data}",
            now=clock.now(),
        )
    if not call.identified:
        form.ref.data = ids.new_ref()
        return faces.drawn(found, form, short=True), 422
    return redirect(url_for("console.calls.show", call_id=call.id), 303)


def _named(text: str) -> list[members.Member]:
    """Members whom the desk's one search box finds, and holders of what else it finds are not guessed at."""
    hits = reports.find(
        g.programme.id, text, today=g.programme.day(clock.now()), sees_private=may(Permission.MEMBERS_CONTACTS), partners_too=False
    )  # fmt: skip
    numbers = [hit.key for hit in hits if hit.kind == "member"]
    return [one for one in (members.numbered(g.programme.id, number) for number in numbers) if one is not None]


def _member(number: str) -> members.Member:
    return members.numbered(g.programme.id, number) or abort(404)
