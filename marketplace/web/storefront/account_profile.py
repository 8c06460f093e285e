"""Who the member is: name, telephone, city, language; the bank cards that earn for them; joining a programme."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import identity, members
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared.back import back
from marketplace.web.shared.security import agreement, signed_in
from marketplace.web.shared.visitor import actor, current_member, member
from marketplace.web.storefront import city, joined
from marketplace.web.storefront.account_forms import JoiningForm, ProfileForm


@joined.members_only
def profile() -> ResponseReturnValue:
    """Show and change what the member says about themselves."""
    me = member()
    form = ProfileForm(
        first_name=me.first_name, last_name=me.last_name, phone=me.phone, city=me.city_slug or "", language=me.language
    )
    if form.validate_on_submit():
        with transaction(by=actor()):
            members.update_profile(
                me, first_name=form.first_name.data, last_name=form.last_name.data, phone=form.phone.data,
                city=form.city.data, language=form.language.data, now=clock.now(),
            )  # fmt: skip
            identity.speak(current_user.id, form.language.data)
        flash(gettext("Saved"))
        return _settled(url_for("storefront.account.profile"))
    status = 422 if form.errors else 200
    given = members.consents(current_user.id, me.programme_id)
    cards = members.cards(me.id)
    return render_template("storefront/account/profile.html", form=form, me=me, cards=cards, consents=given), status


@joined.members_only
def unbind(card_id: int) -> ResponseReturnValue:
    """End that a bank card earns for the member."""
    with transaction(by=actor()):
        members.unbind_card(member(), card_id, now=clock.now())
    flash(gettext("The card no longer earns points"))
    return redirect(url_for("storefront.account.profile"))


@signed_in
def joining() -> ResponseReturnValue:
    """Make a signed-in user a member of this programme."""
    onward = back(request.args.get("next", ""))
    if current_member() is not None:
        return redirect(onward)
    joined.unless_blocked()
    if members.merged_of_user(current_user.id, g.programme.id) is not None:
        return redirect(url_for("storefront.account.moved"))
    form = JoiningForm(language=current_user.language)
    if form.validate_on_submit():
        with transaction(by=actor()):
            members.join(
                g.programme, user_id=current_user.id, first_name=form.first_name.data, last_name=form.last_name.data,
                email=current_user.email, language=form.language.data, city=form.city.data, now=clock.now(),
            )  # fmt: skip
            agreement.keep(current_user.id, form.agreed.data)
        flash(gettext("Welcome"))
        return _settled(onward)
    status = 422 if form.errors else 200
    return render_template("storefront/account/joining.html", form=form, agreement=agreement.shown()), status


@signed_in
def moved() -> ResponseReturnValue:
    """Tell whose membership goes on as another one of theirs with which address to sign in."""
    former = members.merged_of_user(current_user.id, g.programme.id)
    if former is None:
        return redirect(url_for("storefront.account.profile"))
    return render_template("storefront/account/moved.html", stands=members.member_now(former.id))


def _settled(onward: str) -> ResponseReturnValue:
    """Lead on; the city that was just said is where they shop, whatever the menu was set to before."""
    response = redirect(onward)
    city.forget(response)
    return response
