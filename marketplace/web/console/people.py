"""Who works here: people with their roles in the programme, how their sign-in is protected; roles given and taken back."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import identity, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import INSTALLATION_ROLES, PARTNER_ROLES, STAFF_ROLES, Held, Permission, Role
from marketplace.web.console.people_forms import GrantForm, RemovalForm
from marketplace.web.shared.places import Place
from marketplace.web.shared.role_words import ABOUT, ROLES
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("people", __name__, url_prefix="/people")
PLACE = Place("console.people.index", lazy_gettext("People"), "user-plus", Permission.GRANTS_READ, "e")


@blueprint.get("")
@require(Permission.GRANTS_READ)
def index() -> str:
    return _page(GrantForm(roles=_may_give(), partners=_partners()))


@blueprint.post("")
@require(Permission.GRANTS_MANAGE)
def give() -> ResponseReturnValue:
    form = GrantForm(roles=_may_give(), partners=_partners())
    if not form.validate_on_submit():
        return _page(form), 422
    role = Role(form.role.data)
    with transaction(by=actor()):
        identity.grant(
            form.user.id, role, programme_id=None if role in INSTALLATION_ROLES else g.programme.id,
            partner_id=form.partner_id, now=clock.now(),
        )  # fmt: skip
    flash(gettext("The role is assigned, effective from the next sign-in."))
    return redirect(url_for("console.people.index"), 303)


@blueprint.get("/grants/<int:grant_id>/removal")
@require(Permission.GRANTS_MANAGE)
def ask(grant_id: int) -> str:
    return _question(_held(grant_id), RemovalForm())


@blueprint.post("/grants/<int:grant_id>/removal")
@require(Permission.GRANTS_MANAGE)
def take(grant_id: int) -> ResponseReturnValue:
    held, form = _held(grant_id), RemovalForm()
    if not form.validate_on_submit():
        return _question(held, form), 422
    with transaction(by=actor()):
        identity.revoke(held, by=actor(), why=form.why.data, now=clock.now())
    flash(gettext("The role is removed, effective immediately."))
    return redirect(url_for("console.people.index"), 303)


def _held(grant_id: int) -> Held:
    """A grant that the visitor may take back: of their programme, or of the installation where they give those."""
    installation = may(Permission.INSTALLATION_GRANTS)
    return identity.grant_by_id(grant_id, programme_id=g.programme.id, installation=installation)


def _may_give() -> tuple[Role, ...]:
    return STAFF_ROLES + PARTNER_ROLES + (INSTALLATION_ROLES if may(Permission.INSTALLATION_GRANTS) else ())


def _partners() -> Sequence[partners.Partner]:
    return partners.partners_of(g.programme.id)


def _page(form: GrantForm) -> str:
    groups: list[tuple[str, Any]] = [(gettext("In the programme"), identity.team(g.programme.id))]
    if may(Permission.INSTALLATION_GRANTS):
        groups.append((gettext("For the whole installation"), identity.team(None)))
    return render_template(
        "console/people.html", form=form, groups=groups, roles=ROLES, about=ABOUT, partners={one.id: one for one in _partners()},
        staff=STAFF_ROLES, partner_roles=PARTNER_ROLES, may_give=_may_give(),
    )  # fmt: skip


def _question(held: Held, form: RemovalForm) -> str:
    user = identity.user(held.user_id)
    partner = partners.partner(held.partner_id) if held.partner_id else None
    return render_template(
        "console/person_removal.html", held=held, user=user, role=ROLES[Role(held.role)], partner=partner, form=form
    )
