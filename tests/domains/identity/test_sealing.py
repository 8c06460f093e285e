"""What somebody signs in with changes with a seal, or not at all; each seal is of its own user, number and state."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from marketplace import identity
from marketplace.core import vault
from marketplace.core.db import broken_rule, execute, transaction
from tests.builders.identity import a_user, with_authenticator

CHANGES = {
    "a password": "UPDATE users SET password = 'another' WHERE id = %(user)s",
    "an address": "UPDATE users SET email = 'thief@example.org' WHERE id = %(user)s",
    "recovery codes": """UPDATE users SET mf_recovery_codes = '["known"]' WHERE id = %(user)s""",
    "no authenticator": "UPDATE users SET tf_totp_secret = NULL, tf_primary_method = NULL WHERE id = %(user)s",
    "a passkey": """INSERT INTO passkeys (user_id, credential_id, public_key, name, usage, backup_state, device_type, lastuse_datetime)
                    VALUES (%(user)s, convert_to('key of ' || %(user)s, 'UTF8'), 'x', 'Key', 'first', false, 'single_device', now())""",
    "another's passkey": "UPDATE passkeys SET user_id = %(user)s",
}


@pytest.fixture
def anna(ctx: Flask, now: datetime) -> int:
    """A user with an authenticator, beside one with a passkey."""
    with transaction():
        user, other = a_user(), a_user()
        with_authenticator(user)
        execute(CHANGES["a passkey"], {"user": other.id})
        identity.seal_sign_in(other.id, now=now)
        return user.id


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_not_sealed_is_not_committed(anna: int, now: datetime, change: str) -> None:
    with pytest.raises(DBAPIError) as no, transaction():
        execute(change, {"user": anna})
    assert broken_rule(no.value) == "sign_in_sealed"
    everybody = execute("SELECT array_agg(id) FROM users").scalar_one()
    with transaction():
        execute(change, {"user": anna})
        for user_id in everybody:
            identity.seal_sign_in(user_id, now=now)
    assert identity.invariants() == []


def test_a_seal_is_made_once_for_each_state(anna: int, now: datetime) -> None:
    with transaction():
        identity.seal_sign_in(anna, now=now)
    numbers = "SELECT array_agg(number ORDER BY number) FROM sign_in_seals WHERE user_id = %(user)s"
    assert execute(numbers, {"user": anna}).scalar_one() == [1, 2], "made, and given an authenticator"


def test_a_session_that_is_given_to_another_signs_nobody_in(anna: int, now: datetime) -> None:
    with transaction():
        thief = a_user()
        key, cookie = identity.begin_session(thief, now=now), thief.fs_uniquifier
    assert identity.signed_in(cookie, key, now) == thief
    with transaction():
        execute("UPDATE users SET fs_uniquifier = 'none' WHERE id = %(thief)s", {"thief": thief.id})
        execute("UPDATE users SET fs_uniquifier = %(cookie)s WHERE id = %(anna)s", {"cookie": cookie, "anna": anna})
        execute("UPDATE user_sessions SET user_id = %(anna)s", {"anna": anna})
    assert identity.signed_in(cookie, key, now) is None


def test_an_authenticator_opens_for_its_own_user_alone(anna: int) -> None:
    stored = execute("SELECT tf_totp_secret FROM users WHERE id = %(user)s", {"user": anna}).scalar_one()
    assert identity.unseal_totp(stored, anna)
    for other in (anna + 1, None):
        with pytest.raises(vault.Unreadable):
            identity.unseal_totp(stored, other)
