"""What of identity the application alone may write: roles, invitations and API clients, each under a seal of its own."""

from marketplace.core.own_seals import Owned

GRANTS = Owned(
    "grants", "a role was given by the application itself, which alone can seal it",
    ("t.user_id", "t.role", "t.programme_id", "t.partner_id"),
)  # fmt: skip
# Without its address, which may have to be erased: whoever has the link has the role.
INVITATIONS = Owned(
    "invitations", "an invitation was sent by the application itself, which alone can seal it",
    ("t.role", "t.programme_id", "t.partner_id", "encode(t.token_digest, 'hex')"),
)  # fmt: skip
CLIENTS = Owned(
    "api_clients", "an API client was made by the application itself, which alone can seal it",
    ("t.programme_id", "t.name", "t.key_prefix", "encode(t.key_digest, 'hex')", "t.scopes", "t.member_id"),
)  # fmt: skip
OWNED = (GRANTS, INVITATIONS, CLIENTS)
