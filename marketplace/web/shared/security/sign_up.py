"""The first step from an address to membership: where the letter goes. The second is behind its link."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import identity, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import filters
from marketplace.web.shared.back import back
from marketplace.web.shared.security import newcomer
from marketplace.web.shared.security.forms import AddressForm
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("sign_up", __name__)
blueprint.add_url_rule("/sign-up/confirmation/<token>", "finish", newcomer.finish, methods=["GET", "POST"])


@blueprint.route("/sign-up", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Take the address; the answer is the same for every one."""
    onward = back(request.values.get("next", ""))
    if current_user.is_authenticated:
        return redirect(onward)
    form = AddressForm()
    if form.validate_on_submit():
        with transaction(by=actor()):
            ask_for_letter("sign_up", form.email.data, onward)
        return redirect(url_for("sign_up.ask", sent="yes", next=onward if onward != "/" else None))
    status = 422 if form.errors else 200
    return render_template("security/sign_up.html", form=form, onward=onward), status


def ask_for_letter(kind: identity.LetterKind, email: str, onward: str = "/") -> None:
    """Have a letter written by the worker, in the open transaction."""
    identity.ask_for_letter(
        kind, email, programme_id=g.programme.id, language=filters.language(), host=programmes.plain_host(request.host),
        onward=onward, now=clock.now(),
    )  # fmt: skip
