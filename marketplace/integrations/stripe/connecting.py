"""Which provider the installation is connected to: Stripe by its key, else the sandbox of the demo, else none."""

import hashlib
import hmac

from marketplace.integrations import stripe_sandbox
from marketplace.integrations.stripe.connect import Connecting, StripeConnect
from marketplace.integrations.stripe.gateway import Stripe
from marketplace.integrations.stripe.port import Gateway
from marketplace.integrations.stripe.wire import Line
from marketplace.settings import Settings

SANDBOX_KEY = "sk_test_sandbox"


def connected(settings: Settings) -> bool:
    """Whether money can be taken at all."""
    return settings.stripe_secret_key is not None or stripe_sandbox.is_at_hand(settings.var_dir)


def gateway(settings: Settings) -> Gateway:
    """The provider. The caller has asked `connected`."""
    if settings.stripe_secret_key is not None:
        return Stripe(settings.stripe_secret_key.get_secret_value())
    assert stripe_sandbox.is_at_hand(settings.var_dir), "no provider is connected"
    line = Line(str(settings.var_dir / stripe_sandbox.SOCKET))
    return Stripe(SANDBOX_KEY, base_url="http://sandbox", line=line)


def connect(settings: Settings) -> Connecting:
    """The provider, for partners' accounts. The caller has asked `connected`."""
    if settings.stripe_secret_key is not None:
        return StripeConnect(settings.stripe_secret_key.get_secret_value())
    assert stripe_sandbox.is_at_hand(settings.var_dir), "no provider is connected"
    line = Line(str(settings.var_dir / stripe_sandbox.SOCKET))
    return StripeConnect(SANDBOX_KEY, base_url="http://sandbox", line=line)


def signing_secret(settings: Settings) -> str:
    """What the provider signs its events with; the sandbox's follows from the installation's own key."""
    if settings.stripe_secret_key is not None:
        return settings.stripe_webhook_secret.get_secret_value() if settings.stripe_webhook_secret else ""
    return sandbox_secret(settings)


def more_secrets(settings: Settings) -> tuple[str, ...]:
    """What else it signs with: events of partners' accounts come from an endpoint of their own, which has a secret of its own."""
    found = settings.stripe_connect_webhook_secret
    return (found.get_secret_value(),) if found and settings.stripe_secret_key is not None else ()


def sandbox_secret(settings: Settings) -> str:
    """The sandbox's signing secret; nothing else can be made of it."""
    key = settings.secret_key.get_secret_value().encode()
    return "whsec_" + hmac.new(key, b"events of the payment sandbox", hashlib.sha256).hexdigest()
