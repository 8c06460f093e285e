"""The settings of a programme, and the form that ends in a proposal to change them."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import approvals, programmes
from marketplace.approvals import Proposal
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import programme_forms, programme_kinds
from marketplace.web.console.programme_settings_form import SettingsForm, filled
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("")
@require(Permission.PROGRAMME_READ)
def show() -> ResponseReturnValue:
    """The form, filled with what holds now or with what the proposal that waits would make of it."""
    held, waiting = programmes.settings_of(g.programme.id), _open()
    wanted = programme_kinds.settings_with(held, waiting.payload) if waiting else held
    form = SettingsForm(
        data=filled(wanted) | {
            "base": programme_kinds.settings_version(held), "ref": ids.new_ref(), "why": waiting.why if waiting else "",
            "seen": waiting.digest.hex() if waiting else "",
        },
    )  # fmt: skip
    return _page(form, waiting)


@blueprint.post("")
@require(Permission.PROGRAMME_PROPOSE)
def propose() -> ResponseReturnValue:
    form, waiting = SettingsForm(), _open()
    if not form.validate_on_submit():
        return _page(form, waiting), 422
    held = programmes.settings_of(g.programme.id)
    try:
        with transaction(by=actor()):
            made = programme_forms.put_forward(
                programme_kinds.SETTINGS, programme_kinds.ALL_SETTINGS, form.wanted(held), form, waiting
            )
    except programmes.BadSetting as no:
        if not form.blame(no):
            raise
        return _page(form, waiting), 422
    flash(_("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _page(form: SettingsForm, waiting: Proposal | None) -> str:
    return render_template(
        "console/programme/settings.html", form=form, waiting=waiting,
        nobody=programme_forms.nobody_else(programme_kinds.SETTINGS, waiting),
    )  # fmt: skip


def _open() -> Proposal | None:
    return approvals.open_for(g.programme.id, programme_kinds.SETTINGS, programme_kinds.ALL_SETTINGS, now=clock.now())
