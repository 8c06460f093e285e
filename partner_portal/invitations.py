"""Behind the link of an invitation: a new user says their name and chooses a password, an existing user enters theirs; then the role is theirs."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import identity, partners
from marketplace.core import clock
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import transaction
from marketplace.identity import Invitation
from marketplace.web.shared.role_words import ROLES
from marketplace.web.shared.security.words import PASSWORD_FAULTS
from partner_portal.invitation_forms import PasswordForm, PlainForm

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")


@blueprint.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """A link alone takes nothing: mail scanners follow links."""
    asked = _asked(token)
    return _page(asked, token, _form(asked))


@blueprint.post("/<token>")
def accept(token: str) -> ResponseReturnValue:
    now, asked = clock.now(), _asked(token)
    form = _form(asked)
    if not form.validate_on_submit() or not _named(asked, form) or not _right(asked, form):
        return _page(asked, token, form), 422
    password = form.password.data if isinstance(form, PasswordForm) else ""
    user = identity.known(asked)
    try:
        with transaction(by=Actor("user", user.id) if user else SYSTEM):
            partners.must_work(partners.partner(asked.partner_id))
            identity.accept_invitation(token, password, name=form.name.data, now=now)
    except identity.WeakPassword as error:
        said = PASSWORD_FAULTS[error.facts["fault"]]
        form["password"].errors = [gettext(said)]
        return _page(asked, token, form), 422
    flash(gettext("The role is yours. Sign in; your second factor is set up right after."), "good")
    return redirect(url_for("security.login", next=url_for("partner.front.index")), 303)


def _asked(token: str) -> Invitation:
    """The invitation behind a link, at the programme's own address. Raises NoInvitation."""
    found = identity.invitation(token, clock.now())
    if found.programme_id != g.programme.id:
        raise identity.NoInvitation
    return found


def _is_here(asked: Invitation) -> bool:
    return bool(current_user.is_authenticated and current_user.email == asked.email)


def _form(asked: Invitation) -> PlainForm:
    form = PlainForm if _is_here(asked) else PasswordForm
    return form(name=asked.name)


def _called(asked: Invitation) -> bool:
    """Whether the user has a name already, which is theirs."""
    user = identity.known(asked)
    return bool(user and user.name)


def _named(asked: Invitation, form: PlainForm) -> bool:
    if not (_called(asked) or form.name.data or asked.name):
        form.name.errors = [gettext("Enter your name.")]
        return False
    return True


def _right(asked: Invitation, form: PlainForm) -> bool:
    """Whether a user who is known already has shown their password, or is signed in."""
    user = identity.known(asked)
    if user is None or not isinstance(form, PasswordForm):
        return True
    plain = current_app.extensions["security"].password_util.normalize(form["password"].data)
    with transaction(by=SYSTEM):  # the hash is brought up to date where its cost has grown
        right = bool(user.active and user.verify_and_update_password(plain))
    if not right:
        form["password"].errors = [gettext("This is not your password.")]
    return right


def _page(asked: Invitation, token: str, form: PlainForm) -> str:
    return render_template(
        "partner/invitation.html", asked=asked, token=token, form=form, role=ROLES[asked.role], known=identity.known(asked) is not None,
        partner=partners.partner(asked.partner_id), asks="password" in form, called=_called(asked),
    )  # fmt: skip
