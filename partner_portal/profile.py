"""What colleagues call the visitor: their own name, written by themselves."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import identity
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import sent_forms
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.desk import of_address
from partner_portal.profile_form import NameForm

blueprint = Blueprint("profile", __name__, url_prefix="/<partner>/profile")


@blueprint.get("")
@require(identity.Permission.PORTAL_OPEN, partner=of_address)
def show(partner: str) -> str:
    return _page(NameForm(formdata=None, name=current_user.name))


@blueprint.post("")
@require(identity.Permission.PORTAL_OPEN, partner=of_address)
def change(partner: str) -> ResponseReturnValue:
    form, user = NameForm(), identity.user(current_user.id)
    assert user is not None, "somebody is signed in"

    def named() -> ResponseReturnValue:
        with transaction(by=actor()):
            identity.rename(user, form.name.data or "", now=clock.now())
        flash(gettext("Saved. Your colleagues see it beside what you do."))
        return redirect(url_for(".show"), 303)

    return sent_forms.answer(form, lambda: _page(form), named)


def _page(form: NameForm) -> str:
    return render_template("partner/profile.html", form=form)
