"""Secrets of authenticators as they are kept: encrypted, in hexadecimal digits."""

from marketplace.core import vault
from marketplace.core.rekeying import Ciphertexts

_PLACE = b"identity.totp"


def seal_totp(plain: str) -> str:
    """Encrypt an authenticator's secret. It is made before its owner is known to have it, so it is bound to no user."""
    return vault.encrypt(plain.encode(), _PLACE).hex()


def unseal_totp(secret: str) -> str:
    """Read what `seal_totp` made. Raises vault.Unreadable."""
    return vault.decrypt(bytes.fromhex(secret), _PLACE).decode()


CIPHERTEXTS = Ciphertexts(
    "authenticators", "users", ("id",), "decode(tf_totp_secret, 'hex')", lambda _: _PLACE,
    """WITH renewed AS (
        UPDATE users u SET tf_totp_secret = encode(n.new, 'hex')
          FROM unnest(%(id)b::bigint[], %(old)b::bytea[], %(new)b::bytea[]) n(id, old, new)
         WHERE u.id = n.id AND u.tf_totp_secret = encode(n.old, 'hex') RETURNING u.id)
    SELECT count(*) FROM renewed""",
)  # fmt: skip
