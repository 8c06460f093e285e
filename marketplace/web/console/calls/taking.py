"""Who may be calling, and what the caller can name. A number that calls suggests a member and never identifies one."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import members
from marketplace.core import clock, ids, listing, texts
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import calls
from marketplace.web.console import finding
from marketplace.web.console.calls import faces, forms
from marketplace.web.shared import filters, security, sent_forms, visitor


@security.require(Permission.CALLS_TAKE)
def index() -> str:
    """Members with this number; or whoever is found by a number, a name or an address that the caller gives."""
    phone, asked = request.args.get("phone", "").strip()[:40], request.args.get("q", "").strip()
    try:
        text = texts.one_line(asked)[: listing.MAX_SEARCH_LENGTH]
    except texts.Unfit:
        text = ""
    found = [faces.face(one) for one in _with_number(phone)]
    if text:
        found += [faces.face(one) for one in finding.members_meant(text)]
    return render_template("console/calls/index.html", phone=phone, asked=asked, found=found, today=_today())


def _with_number(phone: str) -> list[members.Member]:
    """Members with a number, or whose number has these as its last four digits, however they are written."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if len(digits) == listing.LAST_CHARACTERS:
        return finding.members_meant(digits)
    return members.reached_by(g.programme.id, email="", phone=phone) if digits else []


@security.require(Permission.CALLS_TAKE)
def ask(member: str) -> str:
    """What to ask, beside the fragments with which to compare the answers."""
    found = _member(member)
    return faces.drawn(
        found, forms.CallerForm(formdata=None, data={"ref": ids.new_ref(), "phone": request.args.get("phone", "")[:40]})
    )


@security.require(Permission.CALLS_TAKE)
def turn_away(member: str) -> ResponseReturnValue:
    """Nobody could be identified: the call ends, with what happened."""
    found, form = _member(member), forms.TurnedAwayForm()

    def ended() -> ResponseReturnValue:
        with transaction(by=visitor.actor()):
            calls.turn_away(
                found, phone=form.phone.data or "", by=current_user.id, why=form.why.data or "", ref=f"console:{form.ref.data}", now=clock.now()
            )  # fmt: skip
        flash(gettext("The call is over: the caller was not identified, and nothing was said or done"))
        return redirect(url_for("console.calls.index"), 303)

    def asked() -> str:
        asking = forms.CallerForm(formdata=None, data={"ref": ids.new_ref(), "phone": form.phone.data})
        return faces.drawn(found, asking, away=form)

    return sent_forms.answer(form, asked, ended)


@security.require(Permission.CALLS_TAKE)
def take(member: str) -> ResponseReturnValue:
    """Keep who is said to call; whoever named too little is asked for more."""
    found, form = _member(member), forms.CallerForm()
    if not form.validate_on_submit():
        return faces.drawn(found, form), 422
    with transaction(by=visitor.actor()):
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


def _today() -> list[tuple[calls.Call, dict[str, str]]]:
    """The calls that the visitor has taken today, with whom each was about."""
    midnight = datetime.combine(filters.today(), time(), ZoneInfo(g.programme.time_zone))
    taken = calls.today_of(g.programme.id, current_user.id, since=midnight)
    return [(one, faces.face(member)) for one in taken if (member := members.member(one.member_id)) is not None]


def _member(number: str) -> members.Member:
    return members.numbered(g.programme.id, number) or abort(404)
