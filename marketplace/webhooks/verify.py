"""What webhooks must satisfy at any moment: partners are told where they, through the application, said."""

from marketplace.core import own_seals
from marketplace.core.findings import Finding
from marketplace.core.own_seals import Owned

ENDPOINTS = Owned(
    "webhook_endpoints", "a partner's server is told at the address that the application itself was given, which alone can seal it",
    ("t.programme_id", "t.partner_id", "t.url", "t.kinds"),
)  # fmt: skip
OWNED = (ENDPOINTS,)


def invariants() -> list[Finding]:
    """Every endpoint that the application has not sealed as it is."""
    return own_seals.unsealed(OWNED)
