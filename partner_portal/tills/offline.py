"""The till without a network: its page, which the browser keeps, what it takes along and what it sends; and the owner's switch."""

from typing import NamedTuple

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import identity, partners, tills
from marketplace.core import clock, places
from marketplace.core.db import transaction
from marketplace.core.money import minor_digits
from marketplace.identity import Permission
from marketplace.web.shared import security, visitor
from partner_portal.desk import here, of_address
from partner_portal.tills import forms, page
from partner_portal.tills.offline_forms import DeviceForm, LimitsForm, TakingForm, said

blueprint = Blueprint("offline", __name__, url_prefix="/<partner>")


@blueprint.get("/tills/<own:terminal_id>/offline")
@security.require(Permission.TILL_USE, partner=of_address)
def show(partner: str, terminal_id: int) -> Response:
    """The page that the browser keeps. A closed terminal has it too: what waits in a browser can still be sent."""
    terminal = tills.terminal(here().id, terminal_id)
    shop = partners.shops_of(here().id).get(terminal.shop_id) if terminal.shop_id else None
    return page.with_camera(
        render_template(
            "partner/tills/offline.html",
            terminal=terminal,
            shop=shop,
            on=page.goes_offline(terminal),
            signs=forms.sum_signs(g.programme.currency),
        )
    )


@blueprint.post("/tills/<own:terminal_id>/package")
@security.require(Permission.TILL_USE, partner=of_address)
def package(partner: str, terminal_id: int) -> ResponseReturnValue:
    """What to take along, for one device of the till at a time."""
    of, form = page.terminal(terminal_id), DeviceForm()
    if not form.validate_on_submit():
        return jsonify(code="invalid_request"), 400
    try:
        with transaction(by=visitor.actor()):
            given = tills.package(of, device=_device(form), now=clock.now())
    except tills.OfflineElsewhere as no:  # since when is no number of a row, so its people's page may say it
        return jsonify(code=no.code, facts={"since": no.facts["since"]}), 409
    return jsonify(said(given))


@blueprint.post("/tills/<own:terminal_id>/package/return")
@security.require(Permission.TILL_USE, partner=of_address)
def hand_back(partner: str, terminal_id: int) -> ResponseReturnValue:
    """A browser where nothing waits lets another device of the till work offline; also at a closed terminal."""
    of, form = tills.terminal(here().id, terminal_id), DeviceForm()
    if not form.validate_on_submit():
        return jsonify(code="invalid_request"), 400
    with transaction(by=visitor.actor()):
        tills.hand_back(of, _device(form), now=clock.now())
    return jsonify(held=False)


@blueprint.post("/tills/<own:terminal_id>/takings")
@security.require(Permission.TILL_USE, partner=of_address)
def take(partner: str, terminal_id: int) -> ResponseReturnValue:
    """What was taken without a network is booked, once for each ref."""
    form = TakingForm()
    if not form.validate_on_submit():
        return jsonify(code="invalid_request"), 400
    with transaction(by=visitor.actor()):
        done = tills.sync(tills.terminal(here().id, terminal_id), **form.facts(), now=clock.now())
    return jsonify(taken=done.taken, lost=done.lost, why=done.why)


@blueprint.get("/tills/worker.js")
@security.require(Permission.TILL_USE, partner=of_address)
def worker(partner: str) -> Response:
    """Served beside the tills, because a worker answers for what lies beside it and below, and for nothing else."""
    text = (places.STATIC / "js" / "till-worker.js").read_text(encoding="utf-8")
    response = Response(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/terminals/<own:terminal_id>/offline")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def choose(partner: str, terminal_id: int) -> str:
    """What can be lost, before it is switched on."""
    terminal = page.terminal(terminal_id)
    terms = _terms(terminal)
    return _choice(terminal, LimitsForm(terms), terms)


@blueprint.post("/terminals/<own:terminal_id>/offline")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def switch_on(partner: str, terminal_id: int) -> ResponseReturnValue:
    """First the form says what can be lost with these limits; sent again with that sum in it, it switches on."""
    terminal = page.terminal(terminal_id)
    form = LimitsForm(None)
    if not form.validate_on_submit():
        return _choice(terminal, form, _terms(terminal)), 422
    if form.agreed.data != str(form.most_lost):
        return _choice(terminal, form, _terms(terminal), form.most_lost)
    owner = visitor.actor()
    assert owner.id is not None, "a person is signed in"
    with transaction(by=owner):
        done = tills.allow(terminal, form.limits(), by=owner.id, ref=form.ref.data, now=clock.now())
    if isinstance(done, tills.Terms):
        flash(gettext("The till can now redeem cards offline."))
    else:
        flash(gettext("The programme has been asked. Until it agrees, nothing changes at the till."))
    return redirect(url_for("partner.terminals.index"), 303)


@blueprint.get("/terminals/<own:terminal_id>/offline/end")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def ask_to_end(partner: str, terminal_id: int) -> str:
    return render_template("partner/tills/offline_end.html", terminal=tills.terminal(here().id, terminal_id))


@blueprint.post("/terminals/<own:terminal_id>/offline/end")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def switch_off(partner: str, terminal_id: int) -> ResponseReturnValue:
    of = tills.terminal(here().id, terminal_id)
    with transaction(by=visitor.actor()):
        tills.switch_off(of, now=clock.now())
    flash(gettext("This till no longer redeems cards offline."))
    return redirect(url_for("partner.terminals.index"), 303)


@blueprint.get("/terminals/<own:terminal_id>/offline/devices/<own:holder_id>/end")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def ask_to_cut_off(partner: str, terminal_id: int, holder_id: int) -> str:
    of = tills.terminal(here().id, terminal_id)
    holder = next((one for one in _devices(of) if one.holder.id == holder_id), None)
    if holder is None:
        raise tills.NoHolder
    return render_template(
        "partner/tills/offline_cut_off.html", terminal=of, device=holder, currency=g.programme.currency
    )


@blueprint.post("/terminals/<own:terminal_id>/offline/devices/<own:holder_id>/end")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def cut_off(partner: str, terminal_id: int, holder_id: int) -> ResponseReturnValue:
    of = tills.terminal(here().id, terminal_id)
    with transaction(by=visitor.actor()):
        tills.cut_off(of, holder_id, now=clock.now())
    flash(gettext("Another device of this till can work offline now."))
    return redirect(url_for("partner.offline.choose", terminal_id=terminal_id), 303)


@blueprint.post("/terminals/<own:terminal_id>/offline/proposal/withdrawal")
@security.require(Permission.TERMINALS_MANAGE, partner=of_address)
def call_off(partner: str, terminal_id: int) -> ResponseReturnValue:
    owner = visitor.actor()
    assert owner.id is not None, "a person is signed in"
    with transaction(by=owner):
        tills.call_off(tills.terminal(here().id, terminal_id), by=owner.id, now=clock.now())
    flash(gettext("The request has been withdrawn. The till works as before."))
    return redirect(url_for("partner.offline.choose", terminal_id=terminal_id), 303)


def _device(form: DeviceForm) -> tills.Device:
    return tills.Device(f"browser {form.device.data}", user_id=visitor.actor().id)


class _Shown(NamedTuple):
    """A device whose package lasts, and whose it is: who stood at the browser, or the key of a program."""

    holder: tills.Holder
    whose: str


def _devices(of: tills.Terminal) -> list[_Shown]:
    found = []
    for one in tills.held(here().id, now=clock.now()):
        person = identity.user(one.user_id) if one.user_id else None
        whose = person.known_as if person else f"vt_{one.key_prefix}…" if one.key_prefix else ""
        if one.terminal_id == of.id:
            found.append(_Shown(one, whose))
    return found


def _terms(of: tills.Terminal) -> tills.Terms | None:
    return next((one for one in tills.all_terms(here().id) if one.terminal_id == of.id), None)


def _choice(of: tills.Terminal, form: LimitsForm, terms: tills.Terms | None, most_lost: int | None = None) -> str:
    now = clock.now()
    risk, others = tills.exposure(here().id, now=now), tills.exposure(here().id, but=of.id, now=now).most_lost
    needs_consent = most_lost is not None and tills.approver_needed(of, form.limits())
    return render_template(
        "partner/tills/offline_choice.html", terminal=of, form=form, terms=terms, risk=risk, most_lost=most_lost, others=others,
        needs_consent=needs_consent, asked=tills.asked_for(of, now=now), devices=_devices(of),
        currency=g.programme.currency, digits=minor_digits(g.programme.currency),
    )  # fmt: skip
