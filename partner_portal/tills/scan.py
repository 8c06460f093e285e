"""The cashier's first page: which till, and one box for every kind of code."""

from email.utils import parseaddr

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import places, security, visitor
from partner_portal.desk import here, of_address
from partner_portal.tills import found, page

blueprint = Blueprint("scan", __name__, url_prefix="/<partner>/tills")
PLACE = places.Place("partner.scan.index", _l("Till"), "scan-line", Permission.TILL_USE, "k")


@blueprint.get("")
@security.require(Permission.TILL_USE, partner=of_address)
def index(partner: str) -> ResponseReturnValue:
    """On to the till, or a choice where there are several."""
    open_ones = tills.terminals(here().id)
    if len(open_ones) == 1:
        return redirect(url_for("partner.scan.show", terminal_id=open_ones[0].id))
    shops = partners.shops_of(here().id)
    return render_template("partner/tills/choice.html", terminals=open_ones, shops=shops)


@blueprint.get("/<own:terminal_id>")
@security.require(Permission.TILL_USE, partner=of_address)
def show(partner: str, terminal_id: int) -> Response:
    return page.with_camera(page.show("scan", page.terminal(terminal_id), short="short" in request.args))


@blueprint.post("/<own:terminal_id>/checks")
@security.require(Permission.TILL_USE, partner=of_address)
def check(partner: str, terminal_id: int) -> ResponseReturnValue:
    """Look a code up; the answer is a page of its own, whose address holds no code."""
    terminal, typed = page.terminal(terminal_id), request.form.get("code", "")[: tills.TYPED_MAX]
    try:
        with transaction(by=visitor.actor()):
            card = tills.find(terminal, typed, user_id=visitor.actor().id, now=clock.now())
    except tills.CodeTooShort:
        return redirect(url_for("partner.scan.show", terminal_id=terminal.id, short=1), 303)
    except tills.CardUnusable as no:
        return redirect(url_for("partner.scan.refused", terminal_id=terminal.id, refusal=no.facts["number"]), 303)
    assert card.card_id is not None, "no ref was given that could be reversed"
    return redirect(
        url_for("partner.cards.show", terminal_id=terminal.id, found=found.named(terminal, card.card_id)), 303
    )


@blueprint.get("/<own:terminal_id>/refusals/<refusal>")
@security.require(Permission.TILL_USE, partner=of_address)
def refused(partner: str, terminal_id: int, refusal: str) -> Response:
    terminal = page.terminal(terminal_id)
    mail = parseaddr(g.programme.mail_from)[1]
    return page.with_camera(page.show("refused", terminal, refusal=tills.refusal(terminal, refusal), mail=mail))
