"""Codes that came back: staff decides whether each is sold again or never."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import codes, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.returned_codes_forms import Form, RestockingForm, RetirementForm
from marketplace.web.console.returned_codes_list import FACE, PLACE, WHY
from marketplace.web.shared import listing
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

__all__ = ["PLACE", "blueprint"]
blueprint = Blueprint("returned_codes", __name__, url_prefix="/returned-codes")


@blueprint.get("")
@require(Permission.CODES_DECIDE)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, _asker())


@blueprint.post("/exports")
@require(Permission.CODES_DECIDE)
def export() -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.CODES_DECIDE)


@blueprint.get("/<int:return_id>/restocking")
@require(Permission.CODES_DECIDE)
def restocking(return_id: int) -> ResponseReturnValue:
    return _question(return_id, RestockingForm(), "restocking")


@blueprint.post("/<int:return_id>/restocking")
@require(Permission.CODES_DECIDE)
def restock(return_id: int) -> ResponseReturnValue:
    form = RestockingForm()
    if not form.validate_on_submit():
        return _question(return_id, form, "restocking"), 422
    with transaction(by=actor()):
        codes.restock(return_id, programme_id=g.programme.id, why=form.why.data or "", now=clock.now())
    flash(_("The code is for sale again."))
    return redirect(url_for("console.returned_codes.index"), 303)


@blueprint.get("/<int:return_id>/retirement")
@require(Permission.CODES_DECIDE)
def retirement(return_id: int) -> ResponseReturnValue:
    return _question(return_id, RetirementForm(), "retirement")


@blueprint.post("/<int:return_id>/retirement")
@require(Permission.CODES_DECIDE)
def retire(return_id: int) -> ResponseReturnValue:
    form = RetirementForm()
    if not form.validate_on_submit():
        return _question(return_id, form, "retirement"), 422
    with transaction(by=actor()):
        codes.retire(return_id, programme_id=g.programme.id, why=form.why.data or "", now=clock.now())
    flash(_("The code is retired. It is never sold."))
    return redirect(url_for("console.returned_codes.index"), 303)


def _asker() -> listing.Asker:
    return listing.Asker({"programme": g.programme.id})


def _question(return_id: int, form: Form, what: str) -> str:
    found = codes.returned(return_id, g.programme.id)
    if what == "restocking" and found.why == "weak":
        raise codes.CodeWeak
    return render_template(
        f"console/code_{what}.html", found=found, form=form, why=WHY[found.why], brand=partners.brand(found.brand_id)
    )
