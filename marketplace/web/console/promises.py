"""Promises that could not be kept: what they were, why they failed, and "send again"."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import clock, outbox, paging
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

LIMIT = 50
blueprint = Blueprint("promises", __name__, url_prefix="/promises")
# Promises belong to no programme: whoever looks after the installation sees them, at every programme's address.
PLACE = Place("console.promises.index", _l("Promises"), "inbox", Permission.PROMISES_READ, "p")


@blueprint.get("")
@require(Permission.PROMISES_READ)
def index() -> ResponseReturnValue:
    waiting = request.args.get("show") == "waiting"
    cursor = request.args.get("cursor", "")
    before = paging.decode(cursor, int)[0] if cursor else None
    ask = outbox.waiting if waiting else outbox.dead
    page = paging.page(ask(LIMIT + 1, int(before) if before else None), LIMIT, lambda one: [one.id])
    return render_template("console/promises.html", page=page, waiting=waiting)


@blueprint.get("/<int:promise_id>/sendings")
@require(Permission.PROMISES_RESEND)
def ask(promise_id: int) -> ResponseReturnValue:
    return render_template("console/promise_again.html", promise=outbox.dead_one(promise_id))


@blueprint.post("/<int:promise_id>/sendings")
@require(Permission.PROMISES_RESEND)
def send_again(promise_id: int) -> ResponseReturnValue:
    with transaction(by=actor()):
        outbox.send_again(promise_id, now=clock.now(), why=request.form.get("why", "")[:200])
    flash(_("It will be sent again in a moment"))
    return redirect(url_for("console.promises.index"), 303)
