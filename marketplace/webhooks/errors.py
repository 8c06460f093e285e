"""How webhooks say no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class NoEndpoint(Conflict):
    """The partner has no such endpoint."""

    code = "no_webhook"


class NoDelivery(NotFound):
    """The partner has no such delivery."""

    code = "no_delivery"


class BadUrl(Refusal):
    """Nothing can be sent there. Facts: `reason`, a word of `rules.check_url`."""

    code = "bad_webhook_url"


class NoKinds(Refusal):
    """At least one known kind of event is wanted."""

    code = "no_webhook_kinds"


class EndpointThere(Conflict):
    """The partner has an endpoint already: that one is changed."""

    code = "webhook_there"


class EndpointOff(Conflict):
    """Nothing is sent to an endpoint that is off."""

    code = "webhook_off"


class KeysExchanging(Conflict):
    """The keys are being exchanged already; first the older one has to die."""

    code = "webhook_rotating"
