"""Promises that could not be kept: what they were, why they failed, and "send again"."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.core import clock, outbox, paging
from marketplace.core.db import transaction
from marketplace.web.console.places import runs_the_house
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

LIMIT = 50
blueprint = Blueprint("promises", __name__, url_prefix="/promises")


@blueprint.get("")
@require("admin")
def index() -> ResponseReturnValue:
    _house_only()
    waiting = request.args.get("show") == "waiting"
    cursor = request.args.get("cursor", "")
    before = paging.decode(cursor, int)[0] if cursor else None
    ask = outbox.waiting if waiting else outbox.dead
    page = paging.page(ask(LIMIT + 1, int(before) if before else None), LIMIT, lambda one: [one.id])
    return render_template("console/promises.html", page=page, waiting=waiting)


@blueprint.post("/<int:promise_id>/sendings")
@require("admin")
def send_again(promise_id: int) -> ResponseReturnValue:
    _house_only()
    with transaction():
        outbox.send_again(promise_id, by=actor(), now=clock.now(), why=request.form.get("why", "")[:200])
    flash(_("It will be sent again in a moment"))
    return redirect(url_for("console.promises.index"), 303)


def _house_only() -> None:
    if not runs_the_house(current_user):
        abort(404)
