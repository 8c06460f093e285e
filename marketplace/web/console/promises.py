"""Promises that could not be kept: what they were, why they failed, and "send again"."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import reports
from marketplace.core import clock, outbox
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import listing
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("promises", __name__, url_prefix="/promises")
# Promises belong to no programme: whoever looks after the installation sees them, at every programme's address.
PLACE = Place("console.promises.index", _l("Background tasks"), "inbox", Permission.PROMISES_READ, "p")
WHOLE = listing.Asker()


def _again(row: listing.Row) -> str | None:
    allowed = row["dead_at"] is not None and may(Permission.PROMISES_RESEND)
    return url_for("console.promises.ask", promise_id=row["id"]) if allowed else None


FACE = listing.Face(
    reports.PROMISES,
    export_url="console.promises.export",
    title=_l("Background tasks"),
    heads={
        "topic": _l("What"), "ref": _l("For"), "promised_at": _l("Queued"), "attempts": _l("Attempts"),
        "last_error": _l("Problem"), "dead_at": _l("Given up"),
    },
    aside=("dead_at",),
    labels={"show": _l("Which"), "topic": _l("Name starts with"), "promised": _l("Queued")},
    words={"show": {"dead": listing.Word(_l("Given up")), "waiting": listing.Word(_l("Waiting"))}},
    empty=listing.Empty(_l("Every task is done"), _l("Tasks that failed twelve times appear here."), "card"),
    actions=(listing.Action(_l("Send again"), _again, "refresh-cw", asks=True),),
)  # fmt: skip


@blueprint.get("")
@require(Permission.PROMISES_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, WHOLE)


@blueprint.post("/exports")
@require(Permission.PROMISES_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, WHOLE, permission=Permission.PROMISES_READ)


@blueprint.get("/<int:promise_id>/sendings")
@require(Permission.PROMISES_RESEND)
def ask(promise_id: int) -> ResponseReturnValue:
    return render_template("console/promise_again.html", promise=outbox.dead_one(promise_id))


@blueprint.post("/<int:promise_id>/sendings")
@require(Permission.PROMISES_RESEND)
def send_again(promise_id: int) -> ResponseReturnValue:
    with transaction(by=actor()):
        outbox.send_again(promise_id, now=clock.now(), why=request.form.get("why", "")[:200])
    flash(_("It will be retried in a moment"))
    return redirect(url_for("console.promises.index"), 303)
