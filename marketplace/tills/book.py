"""What the hash chain covers of tills: who may take cards, what was taken, given back and set aside; all facts.

When a terminal was closed, a key revoked and a contract ended stands in the audit; `verify.py` holds the rows against it.
"""

from marketplace.core.chain import Sheet
from marketplace.core.own_seals import Owned

_PARTS = ("issuer_partner_id", "acceptor_partner_id")
SHEETS = (
    Sheet("terminals", ("partner_id", "shop_id", "name", "created_at")),
    Sheet("terminal_keys", ("terminal_id", "key_prefix", "key_digest", "created_at")),
    Sheet("acceptances", (*_PARTS, "began_at")),
    Sheet(
        "redemptions",
        ("terminal_id", "ref", "asked", "giftcard_id", "amount", "bill", "remaining", "receipt", *_PARTS, "at"),
    ),
    Sheet("reversals", ("terminal_id", "ref", "redemption_id", "reversed_by", "at")),
    Sheet(
        "authorisations",
        ("terminal_id", "ref", "asked", "giftcard_id", "amount", "remaining", *_PARTS, "at", "lapses_at"),
    ),
    Sheet("offline_terms", ("terminal_id", "card_limit", "stored_limit", "count_limit", "currency", "began_at")),
    Sheet(
        "offline_takings",
        (
            "terminal_id",
            "ref",
            "asked",
            "terms_id",
            "package_at",
            "giftcard_id",
            "redemption_id",
            "amount",
            "taken",
            "lost",
            "why",
            "receipt",
            "acceptor_partner_id",
            "taken_at",
            "synced_at",
        ),
    ),
    Sheet("authorisation_ends", ("authorisation_id", "kind", "at"), key="authorisation_id"),
)
KEYS = Owned(
    "terminal_keys", "a terminal's key was made by the application itself, which alone can seal it",
    ("t.terminal_id", "t.key_prefix", "encode(t.key_digest, 'hex')"),
)  # fmt: skip
OWNED = (KEYS,)
