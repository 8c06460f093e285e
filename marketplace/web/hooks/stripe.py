"""Events of the payment provider. One is kept before it is acknowledged; the worker hears it afterwards."""

from flask import Blueprint, Response, current_app, request

from marketplace import payments
from marketplace.core import clock
from marketplace.core.actors import SYSTEM
from marketplace.core.db import transaction
from marketplace.integrations.stripe import connecting, events
from marketplace.settings import Settings

BODY_MAX = 1024 * 1024

blueprint = Blueprint("hooks", __name__, url_prefix="/hooks")


@blueprint.post("/stripe")
def take_in() -> Response:
    """Keep an event whose signature is good: 200. Anything else is refused, and nothing of it is kept: 400."""
    settings: Settings = current_app.config["SETTINGS"]
    secret = connecting.signing_secret(settings) if connecting.connected(settings) else ""
    more = connecting.more_secrets(settings)
    body = request.get_data(cache=False)
    if not secret or len(body) > BODY_MAX:
        return Response(status=404 if not secret else 413)
    try:
        event_ref, kind = events.checked(body, request.headers.get("Stripe-Signature", ""), secret, *more)
    except events.Forged:
        return Response(status=400)
    with transaction(by=SYSTEM):
        payments.keep_event(event_ref, kind, body, now=clock.now())
    return Response(status=200)


def is_connected(settings: Settings) -> bool:
    """Whether there is a payment provider that could tell something."""
    return connecting.connected(settings)
