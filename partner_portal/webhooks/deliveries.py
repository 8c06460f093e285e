"""One delivery: what was sent, how each try went, and sent once more."""

import json

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
from partner_portal.webhooks import listed, setting, words


@listed.blueprint.get("/deliveries/<own:delivery_id>")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def show(partner: str, delivery_id: int) -> str:
    delivery = webhooks.delivery(delivery_id, here().id)
    endpoint = webhooks.endpoint_by_id(delivery.endpoint_id)
    return render_template(
        "partner/webhooks/delivery.html", delivery=delivery, tries=webhooks.tries(delivery.id), words=words,
        lines=_sent(delivery), endpoint=endpoint, ahead=webhooks.ahead(delivery, endpoint),
    )  # fmt: skip


@listed.blueprint.get("/deliveries/<own:delivery_id>/replays")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def ask_replay(partner: str, delivery_id: int) -> str:
    delivery = webhooks.delivery(delivery_id, here().id)
    return render_template("partner/webhooks/ask.html", what="replay", delivery=delivery, words=words)


@listed.blueprint.post("/deliveries/<own:delivery_id>/replays")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def replay(partner: str, delivery_id: int) -> ResponseReturnValue:
    delivery, endpoint = webhooks.delivery(delivery_id, here().id), setting.own_endpoint()
    with transaction(by=actor()):
        sent = webhooks.replay(endpoint, [delivery.id], now=clock.now())
    flash(
        _("It will be resent in a moment") if sent else _("It went to an address that is deleted: it is not sent again")
    )
    return redirect(url_for("partner.webhooks.show", delivery_id=delivery.id), 303)


def _sent(delivery: webhooks.Delivery) -> list[str]:
    """The event as it goes out, line by line; the signature is another at each try and is shown nowhere."""
    event = {"type": delivery.kind, "timestamp": delivery.at.isoformat(), "data": delivery.facts}
    return [f"webhook-id: {delivery.message}", *json.dumps(event, ensure_ascii=False, indent=2).splitlines()]
