"""What a member is told by mail. A switch acts at once; without script a button saves them all."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import members
from marketplace.core.db import transaction
from marketplace.web.shared.notification_words import KINDS
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront.joined import members_only


@members_only
def notifications() -> ResponseReturnValue:
    """Show the switches; take them all from a form without script."""
    me = member()
    if request.method == "POST":
        with transaction(by=actor()):
            for kind in members.NOTIFICATIONS:
                members.set_notification(me.id, kind, wanted=kind in request.form)
        flash(gettext("Saved"))
        return redirect(url_for("storefront.account.notifications"))
    return render_template(
        "storefront/account/notifications.html", kinds=KINDS, wanted=members.notifications(me.id), me=me
    )


@members_only
def notify(kind: str) -> ResponseReturnValue:
    """Turn one switch."""
    me = member()
    with transaction(by=actor()):
        members.set_notification(me.id, kind, wanted=kind in request.form)
    if request.headers.get("HX-Request"):
        said = gettext("On") if members.wants(me.id, kind) else gettext("Off")
        return render_template("storefront/account/parts/notified.html", label=KINDS[kind][0], said=said)
    return redirect(url_for("storefront.account.notifications"))
