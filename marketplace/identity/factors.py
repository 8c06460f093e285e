"""Second factors: each code is used once, and an authenticator's secret is kept encrypted, in hexadecimal digits."""

from datetime import datetime

from marketplace.core import audit, vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts
from marketplace.identity.models import User
from marketplace.identity.sealing import seal_sign_in, totp_place


def seal_totp(plain: str) -> str:
    """Encrypt the secret of an authenticator that is being set up. It is made before its owner is known to have it, so it is bound to no user."""
    return vault.encrypt(plain.encode(), totp_place(None)).hex()


def unseal_totp(secret: str, user_id: int | None) -> str:
    """Read a secret: a user's own, or with None one that is being set up. Raises vault.Unreadable."""
    return vault.decrypt(bytes.fromhex(secret), totp_place(user_id)).decode()


def bound_totp(secret: str, user_id: int) -> str:
    """The secret of an authenticator that was being set up as it is kept: no other user can use it. Raises vault.Unreadable."""
    return vault.encrypt(unseal_totp(secret, None).encode(), totp_place(user_id)).hex()


CIPHERTEXTS = Ciphertexts(
    "authenticators", "users", ("id",), "decode(tf_totp_secret, 'hex')", totp_place,
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


def use_up_recovery_code(user_id: int, digest: str, *, now: datetime) -> bool:
    """Whether this is one of the user's recovery codes, by its keyed digest; it is none any more."""
    used = execute(
        """UPDATE users SET mf_recovery_codes = mf_recovery_codes - %(code)s::text
            WHERE id = %(id)s AND mf_recovery_codes ? %(code)s::text RETURNING id""",
        {"id": user_id, "code": digest},
    ).first()
    if used is not None:
        seal_sign_in(user_id, now=now)
    return used is not None


def issue_recovery_codes(user: User, digests: list[str], *, now: datetime) -> None:
    """Give a user new recovery codes, by their keyed digests; those they had are worth nothing any more."""
    before = {"left": len(user.mf_recovery_codes or [])}
    user.mf_recovery_codes = digests
    seal_sign_in(user.id, now=now)
    audit.record(
        "identity.issue_recovery_codes", f"user:{user.id}", at=now, before=before, after={"left": len(digests)}
    )
