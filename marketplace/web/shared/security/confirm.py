"""From sign-up to membership: the page behind the link of the confirmation letter.

A link alone confirms nothing: mail scanners follow links, and somebody may have signed up with an address that is not
his. So the page asks for the password that was chosen at sign-up, and then signs its owner in.
"""

from typing import Any

from flask import Flask, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import login_user, user_confirmed, user_registered
from flask_security.confirmable import confirm_email_token_status, confirm_user
from flask_security.utils import get_message

from marketplace import identity, members
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, db
from marketplace.web.shared.security import agreement
from marketplace.web.shared.security.forms import ConfirmForm


def init_app(app: Flask) -> None:
    """Put the page in the place of the library's, and make members of those who confirm."""
    app.view_functions["security.confirm_email"] = show
    user_registered.connect(_signed_up, app)
    user_confirmed.connect(_confirmed, app)


def show(token: str) -> ResponseReturnValue:
    """Ask for the password; with it the address is confirmed."""
    expired, invalid, user = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
    if user is None or invalid or expired:
        return _say("CONFIRMATION_EXPIRED" if expired else "INVALID_CONFIRMATION_TOKEN", "security.send_confirmation")
    if user.confirmed_at is not None:
        return _say("ALREADY_CONFIRMED", "security.login")
    form = ConfirmForm()
    if form.validate_on_submit():
        plain = current_app.extensions["security"].password_util.normalize(form.password.data)
        if user.verify_and_update_password(plain):
            return _confirm(user)
        form.password.errors = [gettext("This is not the password you chose.")]
    return render_template("security/confirm.html", form=form, address=user.email)


def _confirm(user: identity.User) -> ResponseReturnValue:
    confirm_user(user)  # type: ignore[no-untyped-call]
    flash(*get_message("EMAIL_CONFIRMED"))
    further = current_app.extensions["security"].two_factor_plugins.tf_enter(user, False, "confirm", next_loc=None)
    if further is not None:
        return further  # type: ignore[no-any-return]
    login_user(user, authn_via=["confirm"])
    return redirect("/")


def _say(message: str, endpoint: str) -> ResponseReturnValue:
    flash(*get_message(message, within=""))
    return redirect(url_for(endpoint))


def _confirmed(_app: Flask, user: identity.User, **_: Any) -> None:
    db.session.flush()
    act_as(Actor("user", user.id))
    members.complete_sign_up(user.id, user.email, clock.now())


def _signed_up(_app: Flask, user: identity.User, form_data: dict[str, Any], **_: Any) -> None:
    """Keep what was said at sign-up until the address is confirmed."""
    db.session.flush()
    act_as(Actor("user", user.id))
    members.remember_sign_up(
        user.id, g.programme.id, first_name=form_data["first_name"], last_name=form_data["last_name"],
        language=form_data["language"], city=form_data["city"], number=form_data["member_number"] or "", now=clock.now(),
    )  # fmt: skip
    agreement.keep(user.id, form_data["agreed"])
