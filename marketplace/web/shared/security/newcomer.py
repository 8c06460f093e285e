"""Behind the link of a sign-up's letter: somebody whose address is their becomes a member.

Anyone who opens the letter says all of it, so nothing sticks that somebody else may have asked for with their address. A link
alone makes nobody a member: mail scanners follow links, but they choose no passwords.
"""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import login_user

from marketplace import identity, members
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, transaction
from marketplace.web.shared.security import agreement
from marketplace.web.shared.security.forms import NewcomerForm
from marketplace.web.shared.visitor import actor


def finish(token: str) -> ResponseReturnValue:
    """Behind the link: the name, and a password of one's own."""
    try:
        asked = identity.sign_up(token, clock.now())
        form = NewcomerForm(address=asked.email, language=asked.language)
        if form.validate_on_submit():
            return _complete(asked, form)
    except (identity.NoSignUp, identity.EmailTaken):
        flash(gettext("This link no longer works. Sign in, or sign up again."), "bad")
        return redirect(url_for("security.login"))
    status = 422 if form.errors else 200
    return render_template(
        "security/newcomer.html", form=form, address=asked.email, agreement=agreement.shown()
    ), status


def _complete(asked: identity.LetterRequest, form: NewcomerForm) -> ResponseReturnValue:
    now = clock.now()
    with transaction(by=actor()):
        user = identity.complete_sign_up(
            asked, form.password.data, language=form.language.data, about=form.names(), now=now
        )
        act_as(Actor("user", user.id))
        agreement.keep(user.id, form.agreed.data)
        members.sign_up(
            g.programme, user_id=user.id, first_name=form.first_name.data, last_name=form.last_name.data, email=user.email,
            language=form.language.data, city=form.city.data, number=form.member_number.data or "", now=now,
        )  # fmt: skip
        login_user(user, authn_via=["confirm"])
    flash(gettext("Welcome"))
    return redirect(asked.onward)
