"""Keys that sign: made here, kept as ciphertexts bound to their rows, shown to anyone who may see them."""

import base64
import secrets

from marketplace.core import vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts

PREFIX = "whsec_"
BYTES = 32


def new_key() -> str:
    """A fresh key as Standard Webhooks writes it: 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def keep(endpoint_id: int, key: str, now: object) -> None:
    """Keep a key as the endpoint's newest."""
    secret_id = int(
        execute(
            "INSERT INTO webhook_secrets (endpoint_id, secret, created_at) VALUES (%(endpoint)s, '', %(now)s) RETURNING id",
            {"endpoint": endpoint_id, "now": now},
        ).scalar_one()
    )
    execute(
        "UPDATE webhook_secrets SET secret = %(secret)s WHERE id = %(id)s",
        {"id": secret_id, "secret": vault.encrypt(key.encode(), place(secret_id))},
    )


def keys(endpoint_id: int, now: object) -> tuple[str, ...]:
    """The keys that sign at a moment, the newest first. Raises vault.Unreadable."""
    rows = execute(
        """SELECT id, secret FROM webhook_secrets
            WHERE endpoint_id = %(id)s AND (dies_at IS NULL OR dies_at > %(now)s) ORDER BY id DESC LIMIT 2""",
        {"id": endpoint_id, "now": now},
    )
    return tuple(vault.decrypt(row.secret, place(row.id)).decode() for row in rows)


def place(secret_id: int) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return b"webhook:%d" % secret_id


CIPHERTEXTS = Ciphertexts(
    "keys of webhooks", "webhook_secrets", ("id",), "secret", place,
    """WITH renewed AS (
           UPDATE webhook_secrets s SET secret = n.new FROM unnest(%(id)s::bigint[], %(old)s::bytea[], %(new)s::bytea[]) n(id, old, new)
            WHERE s.id = n.id AND s.secret = n.old RETURNING s.id)
       SELECT count(*) FROM renewed""",
)  # fmt: skip
