"""The endpoint itself: added, changed, taken away; its key shown."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import webhooks
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.desk import here, of_address
from partner_portal.webhooks.forms import EndpointForm
from partner_portal.webhooks.listed import blueprint


def own_endpoint() -> webhooks.Endpoint:
    """The endpoint of the desk's partner. Raises NoEndpoint."""
    found = webhooks.endpoint_of(here().id)
    if found is None:
        raise webhooks.NoEndpoint
    return found


@blueprint.get("/endpoint")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def edit(partner: str) -> str:
    found = webhooks.endpoint_of(here().id)
    given = {"url": found.url, "kinds": list(found.kinds)} if found else {"kinds": list(webhooks.KINDS)}
    return render_template("partner/webhooks/endpoint.html", form=EndpointForm(**given), endpoint=found)


@blueprint.post("/endpoint")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def save(partner: str) -> ResponseReturnValue:
    form, found, now = EndpointForm(), webhooks.endpoint_of(here().id), clock.now()
    if not form.validate_on_submit():
        return render_template("partner/webhooks/endpoint.html", form=form, endpoint=found), 422
    with transaction(by=actor()):
        if found is None:
            webhooks.add(here().programme_id, here().id, form.url.data, form.kinds.data, now=now)
        else:
            webhooks.change(found, form.url.data, form.kinds.data, now=now)
    flash(_("Saved. Send a test event now."))
    return redirect(url_for("partner.webhooks.index"), 303)


@blueprint.get("/endpoint/removal")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def ask_removal(partner: str) -> str:
    return render_template("partner/webhooks/ask.html", what="removal", endpoint=own_endpoint())


@blueprint.post("/endpoint/removal")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def remove(partner: str) -> ResponseReturnValue:
    endpoint = own_endpoint()
    with transaction(by=actor()):
        webhooks.remove(endpoint, now=clock.now())
    flash(_("The address is deleted. Nothing more is sent."))
    return redirect(url_for("partner.webhooks.index"), 303)


@blueprint.post("/key")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def show_key(partner: str) -> ResponseReturnValue:
    """The key itself, as the answer of a POST: it stands in no address, and no way back shows it."""
    endpoint = own_endpoint()
    with transaction(by=actor()):
        key = webhooks.show_key(endpoint, now=clock.now())
    return render_template("partner/webhooks/key.html", key=key, endpoint=endpoint), 200, {"Cache-Control": "no-store"}
