"""The member wants their data erased: what is lost, what stands in the way, and a week in which it can be taken back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import erasures
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import erasure_words
from marketplace.web.shared.security import fresh_factor, remember
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import joined


@joined.members_only
def erasure() -> str:
    """How it stands."""
    me, now = member(), clock.now()
    there = erasures.newest(me.id)
    return render_template(
        "storefront/account/erasure.html", there=None if there and there.state == "taken_back" else there, lost=erasure_words.lost(erasures.loss(me, now)),
        reasons=[erasure_words.REASONS[one] for one in erasures.in_the_way(me, now)], days=erasures.TERM.days,
    )  # fmt: skip


@joined.members_only
def ask_for_erasure() -> ResponseReturnValue:
    """Ask for it, with the password or the second factor shown just now."""
    here = url_for("storefront.account.erasure")
    if not fresh_factor():
        remember()
        return redirect(url_for("security.verify", next=here))
    with transaction(by=actor()):
        erasures.ask(member(), by=current_user.id, now=clock.now())
    return redirect(here, 303)


@joined.members_only
def keep_data() -> ResponseReturnValue:
    """Take it back."""
    with transaction(by=actor()):
        erasures.take_back(member(), now=clock.now())
    flash(gettext("Your data stay"))
    return redirect(url_for("storefront.account.data"), 303)
