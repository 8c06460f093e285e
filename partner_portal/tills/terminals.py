"""Terminals and their keys: the owner opens and closes them; a key is shown once. Whose cards are taken here, and by whom ours."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import partners, tills
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import filters, places, security, visitor
from partner_portal.desk import here, of_address
from partner_portal.tills.forms import TerminalForm

blueprint = Blueprint("terminals", __name__, url_prefix="/<partner>/terminals")
PLACE = places.Place("partner.terminals.index", _l("Terminals and keys"), "key-round", Permission.TERMINALS_MANAGE)


@blueprint.get("")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def index(partner: str) -> str:
    return _page(_form())


@blueprint.post("")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def add(partner: str) -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with transaction(by=visitor.actor()):
            tills.open_terminal(here().id, form.name.data or "", shop_id=form.shop_id, now=clock.now())
    except tills.TerminalNameTaken:
        form.name.errors = [gettext("Another terminal has this name.")]
        return _page(form), 409
    flash(gettext("The terminal is open."))
    return redirect(url_for("partner.terminals.index"), 303)


@blueprint.get("/<own:terminal_id>/closure")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def ask_to_close(partner: str, terminal_id: int) -> str:
    return render_template("partner/tills/closing.html", terminal=tills.terminal(here().id, terminal_id))


@blueprint.post("/<own:terminal_id>/closure")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def close(partner: str, terminal_id: int) -> ResponseReturnValue:
    of = tills.terminal(here().id, terminal_id)
    with transaction(by=visitor.actor()):
        tills.close_terminal(of, now=clock.now())
    flash(gettext("The terminal is closed, and its keys no longer work."))
    return redirect(url_for("partner.terminals.index"), 303)


@blueprint.post("/<own:terminal_id>/keys")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def add_key(partner: str, terminal_id: int) -> ResponseReturnValue:
    """The only page that shows the key; nothing keeps it, so there is nothing to come back to. Loaded again it makes no other."""
    of = tills.terminal(here().id, terminal_id)
    try:
        with transaction(by=visitor.actor()):
            key = tills.add_key(of, ref=request.form.get("ref", ""), now=clock.now())
    except tills.KeyMade:
        flash(
            gettext(
                "This key was made already and was shown once. If it was not written down, revoke it and make another."
            )
        )
        return redirect(url_for("partner.terminals.index"), 303)
    return render_template("partner/tills/key.html", terminal=of, key=key)


@blueprint.get("/<own:terminal_id>/keys/<own:key_id>/revocation")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def ask_to_revoke(partner: str, terminal_id: int, key_id: int) -> str:
    of = tills.terminal(here().id, terminal_id)
    return render_template("partner/tills/revoking.html", terminal=of, key=tills.key(of, key_id))


@blueprint.post("/<own:terminal_id>/keys/<own:key_id>/revocation")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def revoke(partner: str, terminal_id: int, key_id: int) -> ResponseReturnValue:
    of = tills.terminal(here().id, terminal_id)
    tills.key(of, key_id)
    with transaction(by=visitor.actor()):
        tills.revoke_key(of, key_id, now=clock.now())
    flash(gettext("The key has stopped working."))
    return redirect(url_for("partner.terminals.index"), 303)


def _form() -> TerminalForm:
    brands = partners.brands({shop.brand_id for shop in partners.shops_of(here().id).values()})
    shops = partners.shops_of(here().id).values()
    return TerminalForm(
        {shop.id: f"{filters.local(brands[shop.brand_id], 'name')}, {filters.local(shop, 'name')}" for shop in shops}
    )


def _page(form: TerminalForm) -> str:
    open_ones, names = tills.terminals(here().id), {one.id: one for one in partners.partners_of(g.programme.id)}
    return render_template(
        "partner/tills/terminals.html", form=form, terminals=open_ones, keys=tills.keys(one.id for one in open_ones),
        shops=partners.shops_of(here().id), offline={one.terminal_id: one for one in tills.all_terms(here().id)},
        key_ref=ids.new_ref(), risk=tills.exposure(here().id, now=clock.now()), contracts=tills.acceptances_ever(here().id), names=names,
    )  # fmt: skip
