"""Second factors are used once: a code of an authenticator, a recovery code."""

from marketplace.core.db import execute


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
