"""What is done with an endpoint: tried, switched on and off, its keys exchanged, everything sent once more."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace import webhooks
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.desk import of_address
from partner_portal.webhooks.listed import blueprint
from partner_portal.webhooks.setting import own_endpoint


@blueprint.post("/tests")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def test(partner: str) -> ResponseReturnValue:
    endpoint = own_endpoint()
    with transaction(by=actor()):
        webhooks.send_test(endpoint, now=clock.now())
    flash(gettext("A test event is on its way. Look again in a few seconds."))
    return _back()


@blueprint.post("/replays")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def replay_all(partner: str) -> ResponseReturnValue:
    endpoint = own_endpoint()
    with transaction(by=actor()):
        count = webhooks.replay(endpoint, now=clock.now())
    flash(ngettext("%(num)s delivery is being resent.", "%(num)s deliveries are being resent.", count))
    return _back()


@blueprint.post("/switch")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def switch(partner: str) -> ResponseReturnValue:
    """On where it is off, off where it is on."""
    endpoint = own_endpoint()
    with transaction(by=actor()):
        if endpoint.is_off:
            webhooks.switch_on(endpoint, now=clock.now())
        else:
            webhooks.switch_off(endpoint, "person", now=clock.now())
    flash(
        gettext("Events are being sent again")
        if endpoint.is_off
        else gettext("Nothing is sent until you switch it on again")
    )
    return _back()


@blueprint.get("/rotation")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def ask_rotation(partner: str) -> str:
    return render_template("partner/webhooks/ask.html", what="rotation", endpoint=own_endpoint())


@blueprint.post("/rotation")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def rotate(partner: str) -> ResponseReturnValue:
    endpoint = own_endpoint()
    with transaction(by=actor()):
        webhooks.rotate(endpoint, now=clock.now())
    flash(
        gettext("Events are now signed with two keys. Give your server the new one before the old one stops working.")
    )
    return _back()


@blueprint.post("/rotation/end")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def finish(partner: str) -> ResponseReturnValue:
    endpoint = own_endpoint()
    with transaction(by=actor()):
        webhooks.finish_rotation(endpoint, now=clock.now())
    flash(gettext("The old key no longer works"))
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("partner.webhooks.index"), 303)
