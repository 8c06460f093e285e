"""Another address to sign in with: asked for with a fresh factor, confirmed from the letter with the password."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import identity, members
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from marketplace.web.shared import visitor
from marketplace.web.shared.security import asked, fresh_factor, remember, signed_in
from marketplace.web.shared.security.store import KEY
from marketplace.web.storefront import account_email_forms, account_letters, joined


@signed_in
def email() -> ResponseReturnValue:
    """Ask for a new address. Open to users who are members nowhere: staff sign in with one, too."""
    here = url_for("storefront.account.email")
    if not fresh_factor():
        remember(("email",))
        return redirect(url_for("security.verify", next=here))
    said = asked(here)
    form = account_email_forms.AddressForm(current=current_user.email, said=said.get("email", "") if said else "")
    if form.validate_on_submit():
        user, now = current_user._get_current_object(), clock.now()
        with transaction(by=visitor.actor()):
            token = identity.ask_for_email(user, form.email.data, now=now)
            account_letters.asked(user, form.email.data, token, now)
        return redirect(url_for("storefront.account.email", sent="yes"))
    status = 422 if form.errors else 200
    return render_template(
        "storefront/account/email.html", form=form, current=current_user.email, go_on=bool(said)
    ), status


def email_confirmation(token: str) -> ResponseReturnValue:
    """Behind the link of the letter: with the password the new address counts.

    The link alone changes nothing: mail scanners follow links, and an address may have been mistyped.
    """
    try:
        asked = identity.email_change(token, clock.now())
        form = account_email_forms.PasswordForm(owner=identity.user(asked.user_id))
        if form.validate_on_submit():
            return _confirm(token, asked.user_id)
    except identity.NoEmailChange:
        return _void(gettext("This link no longer works. Ask for a new one."))
    except identity.EmailTaken:
        return _void(gettext("This address cannot be used. The old one stays."))
    status = 422 if form.errors else 200
    return render_template("storefront/account/email_confirmation.html", form=form, address=asked.email), status


@joined.members_only
def email_works() -> ResponseReturnValue:
    """The member says that letters reach them after all; the next one that comes back says otherwise again."""
    with transaction(by=visitor.actor()):
        members.note_reachable(visitor.member(), now=clock.now())
    flash(gettext("Thank you. If an email comes back again, we will tell you here."))
    return redirect(url_for("storefront.account.profile"))


def _confirm(token: str, user_id: int) -> ResponseReturnValue:
    here = current_user.is_authenticated and current_user.id == user_id
    now = clock.now()
    with transaction(by=Actor("user", user_id)):
        former = account_letters.address_of(user_id)
        user = identity.confirm_email(token, now=now, but=session.get(KEY) if here else None)
        members.change_email(user.id, user.email, now=now)
        account_letters.changed(user, former, now)
        if here:
            session["_user_id"] = user.get_id()
    flash(gettext("The address is changed, and every other device is signed out."), "good")
    return redirect(url_for("storefront.account.security" if here else "security.login"))


def _void(said: str) -> ResponseReturnValue:
    flash(said, "bad")
    return redirect(url_for("storefront.account.security" if current_user.is_authenticated else "security.login"))
