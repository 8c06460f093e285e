"""The team of a partner: who may do what, how each sign-in is protected; people invited by letter, given another role, let go."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import identity
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import partner_letters, role_words
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.desk import here, of_address
from partner_portal.team_forms import InvitationForm, LeavingForm, RoleForm

blueprint = Blueprint("team", __name__, url_prefix="/<partner>/team")
PLACE = Place("partner.team.index", lazy_gettext("Team"), "users", identity.Permission.PORTAL_TEAM, "t")


@blueprint.get("")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def index(partner: str) -> str:
    return _page(InvitationForm())


@blueprint.post("")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def invite(partner: str) -> ResponseReturnValue:
    form = InvitationForm()
    if not form.validate_on_submit():
        return _page(form), 422
    now = clock.now()
    try:
        with transaction(by=actor()):
            made, token = identity.invite(
                form.email.data, form.role.data, programme_id=g.programme.id, partner_id=here().id, name=form.name.data,
                language=form.language.data, now=now,
            )  # fmt: skip
            partner_letters.invite(made, here(), token, now)
    except identity.AlreadyHere as no:
        role = role_words.ROLES[no.facts["role"]]
        form.email.errors = [
            gettext("This person is on the team: %(role)s. Change the role in the list instead.", role=role)
        ]
        return _page(form), 422
    except identity.AlreadyInvited:
        form.email.errors = [gettext("This address is invited already. Send the email again in the list instead.")]
        return _page(form), 422
    flash(gettext("The email is on its way. Its link works once, within seven days."))
    return redirect(url_for("partner.team.index"), 303)


@blueprint.post("/invitations/<own:invitation_id>/letter")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def send_again(partner: str, invitation_id: int) -> ResponseReturnValue:
    asked, now = _invitation(invitation_id), clock.now()
    with transaction(by=actor()):
        partner_letters.invite(asked, here(), identity.invite_again(asked, now=now), now)
    flash(gettext("Another email is on its way. The link in the previous one no longer works."))
    return redirect(url_for("partner.team.index"), 303)


@blueprint.get("/invitations/<own:invitation_id>/revocation")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def ask_revocation(partner: str, invitation_id: int) -> str:
    asked = _invitation(invitation_id)
    return render_template("partner/team/revocation.html", asked=asked, role=role_words.ROLES[asked.role])


@blueprint.post("/invitations/<own:invitation_id>/revocation")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def revoke(partner: str, invitation_id: int) -> ResponseReturnValue:
    asked = _invitation(invitation_id)
    with transaction(by=actor()):
        identity.revoke_invitation(asked, now=clock.now())
    flash(gettext("The invitation is withdrawn. Its link no longer works."))
    return redirect(url_for("partner.team.index"), 303)


@blueprint.get("/people/<own:access_id>/role")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def ask_role(partner: str, access_id: int) -> str:
    held = _held(access_id)
    return _role_page(held, RoleForm(role=held.role))


@blueprint.post("/people/<own:access_id>/role")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def change(partner: str, access_id: int) -> ResponseReturnValue:
    held, form = _held(access_id), RoleForm()
    if not form.validate_on_submit():
        return _role_page(held, form), 422
    with transaction(by=actor()):
        identity.change_role(held, form.role.data, by=actor(), now=clock.now())
    flash(gettext("The role is changed, effective from the next sign-in."))
    return redirect(url_for("partner.team.index"), 303)


@blueprint.get("/people/<own:access_id>/removal")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def ask_removal(partner: str, access_id: int) -> str:
    return _removal_page(_held(access_id), LeavingForm())


@blueprint.post("/people/<own:access_id>/removal")
@require(identity.Permission.PORTAL_TEAM, partner=of_address)
def remove(partner: str, access_id: int) -> ResponseReturnValue:
    held, form = _held(access_id), LeavingForm()
    if not form.validate_on_submit():
        return _removal_page(held, form), 422
    with transaction(by=actor()):
        identity.revoke(held, by=actor(), now=clock.now(), why=form.why.data)
    flash(gettext("Access is closed, effective immediately."))
    return redirect(url_for("partner.team.index"), 303)


def _held(access_id: int) -> identity.Held:
    return identity.grant_for_partner(access_id, partner_id=here().id)


def _invitation(invitation_id: int) -> identity.Invitation:
    return identity.invitation_to(here().id, invitation_id)


def _page(form: InvitationForm) -> str:
    team = identity.team(g.programme.id, here().id)
    waiting = identity.invitations(here().id)
    owners = sum(held.role == identity.Role.OWNER for one in team for held in one.grants)
    return render_template(
        "partner/team/index.html", form=form, team=team, waiting=waiting, roles=role_words.ROLES, about=role_words.ABOUT, choices_of=identity.PARTNER_ROLES, former=identity.former_team(here().id),
        owners=owners, now=clock.now(),
    )  # fmt: skip


def _role_page(held: identity.Held, form: RoleForm) -> str:
    return render_template(
        "partner/team/role.html", held=held, user=identity.user(held.user_id), form=form, roles=role_words.ROLES, about=role_words.ABOUT,
        choices_of=identity.PARTNER_ROLES,
    )  # fmt: skip


def _removal_page(held: identity.Held, form: LeavingForm) -> str:
    user = identity.user(held.user_id)
    return render_template(
        "partner/team/removal.html", held=held, user=user, role=role_words.ROLES[held.role], form=form
    )
