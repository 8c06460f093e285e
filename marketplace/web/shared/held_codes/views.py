"""The list of codes that came back, and both decisions, each with its question."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import codes, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import listing
from marketplace.web.shared.held_codes.forms import Form, RestockingForm, RetirementForm
from marketplace.web.shared.held_codes.listed import FACE, WHY, asker, partner_here
from marketplace.web.shared.visitor import actor


def index(**_address: str) -> ResponseReturnValue:
    return listing.answer(FACE, asker())


def export(**_address: str) -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.CODES_DECIDE)


def restocking(return_id: int, **_address: str) -> ResponseReturnValue:
    return _question(_found(return_id), RestockingForm(), "restocking")


def restock(return_id: int, **_address: str) -> ResponseReturnValue:
    found, form = _found(return_id), RestockingForm()
    if not form.validate_on_submit():
        return _question(found, form, "restocking"), 422
    with transaction(by=actor()):
        codes.restock(found, why=form.why.data or "", now=clock.now())
    flash(_("The code is for sale again."))
    return redirect(url_for(".index"), 303)


def retirement(return_id: int, **_address: str) -> ResponseReturnValue:
    return _question(_found(return_id), RetirementForm(), "retirement")


def retire(return_id: int, **_address: str) -> ResponseReturnValue:
    found, form = _found(return_id), RetirementForm()
    if not form.validate_on_submit():
        return _question(found, form, "retirement"), 422
    with transaction(by=actor()):
        codes.retire(found, why=form.why.data or "", now=clock.now())
    flash(_("The code is retired. It is never sold."))
    return redirect(url_for(".index"), 303)


def _found(return_id: int) -> codes.Return:
    return codes.returned(return_id, programme_id=g.programme.id, partner_id=partner_here())


def _question(found: codes.Return, form: Form, what: str) -> str:
    if what == "restocking" and found.why == "weak":
        raise codes.CodeWeak
    return render_template(
        f"shared/held_codes/{what}.html", found=found, form=form, why=WHY[found.why], brand=partners.brand(found.brand_id),
        whole=partner_here() is None,
    )  # fmt: skip
