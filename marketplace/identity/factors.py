"""Second factors: each code is used once, and an authenticator's secret is kept encrypted, in hexadecimal digits."""

from datetime import datetime

from marketplace.core import audit, vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts
from marketplace.identity.models import User

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


def use_up_totp(user_id: int, counter: int, *, is_new: bool) -> bool:
    """Whether this code of a user's authenticator, by its counter, is later than all that were used; it is used now.

    Of two that come at once one is the first. With `is_new` the authenticator is just being set up: nothing was used yet.
    """
    used = execute(
        """UPDATE users SET totp_counter = %(counter)s
            WHERE id = %(id)s AND (%(new)s OR coalesce(totp_counter, 0) < %(counter)s) RETURNING id""",
        {"id": user_id, "counter": counter, "new": is_new},
    ).first()
    return used is not None


def use_up_recovery_code(user_id: int, digest: str) -> bool:
    """Whether this is one of the user's recovery codes, by its keyed digest; it is none any more."""
    used = execute(
        """UPDATE users SET mf_recovery_codes = mf_recovery_codes - %(code)s::text
            WHERE id = %(id)s AND mf_recovery_codes ? %(code)s::text RETURNING id""",
        {"id": user_id, "code": digest},
    ).first()
    return used is not None


def issue_recovery_codes(user: User, digests: list[str], *, now: datetime) -> None:
    """Give a user new recovery codes, by their keyed digests; those they had are worth nothing any more."""
    before = {"left": len(user.mf_recovery_codes or [])}
    user.mf_recovery_codes = digests
    audit.record(
        "identity.issue_recovery_codes", f"user:{user.id}", at=now, before=before, after={"left": len(digests)}
    )
