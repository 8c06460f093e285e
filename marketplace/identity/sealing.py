"""What people sign in with, sealed each time that it changes, so that nobody in the database can change it unseen.

The role that the application has in the database can write another password, address or passkey for anybody; it cannot make a seal, for the
key is in no database. The newest seal of a user holds what they sign in with now; a change without one is refused at COMMIT
(`sign_in_sealed`), and `vitrina verify` names one that somebody else has made. Seals of a user are numbered, so that a former state does not come
back with its former seal.
"""

import hmac
import json
from collections.abc import Iterator
from datetime import datetime

from marketplace.core import vault
from marketplace.core.db import execute
from marketplace.core.findings import Finding

FORGED = "what somebody signs in with was sealed by the application itself, which alone can"
AUTHENTICATOR = "an authenticator is the one that was sealed with its user"
STEP = 10_000  # rows that are held in memory at once

_NOW = """
SELECT sign_in_state(u.id) AS state, u.tf_totp_secret AS secret, coalesce(s.number, 0) AS number, s.state AS sealed, s.authenticator
  FROM users u LEFT JOIN LATERAL (SELECT * FROM sign_in_seals s WHERE s.user_id = u.id ORDER BY s.number DESC LIMIT 1) s ON true
 WHERE u.id = %(user)s"""
_KEEP = """
INSERT INTO sign_in_seals (user_id, number, state, authenticator, seal, at)
VALUES (%(user)s, %(number)s, %(state)s, %(authenticator)s, %(seal)s, %(now)s)"""
# All that could be of use to somebody: every change, and how those began who hold a role.
_MADE = """
SELECT s.user_id, s.number, s.state, s.authenticator, s.seal FROM sign_in_seals s
 WHERE (s.user_id, s.number) > (%(user)s, %(number)s) AND (s.number > 1 OR EXISTS (SELECT FROM grants g WHERE g.user_id = s.user_id))
 ORDER BY s.user_id, s.number LIMIT %(step)s"""
_AUTHENTICATORS = """
SELECT u.id, u.tf_totp_secret AS secret, s.authenticator FROM users u
  LEFT JOIN LATERAL (SELECT s.authenticator FROM sign_in_seals s WHERE s.user_id = u.id ORDER BY s.number DESC LIMIT 1) s ON true
 WHERE u.id > %(user)s AND (u.tf_totp_secret IS NOT NULL OR s.authenticator IS NOT NULL) ORDER BY u.id LIMIT %(step)s"""


def totp_place(user_id: int | None) -> bytes:
    """What the secret of a user's authenticator is bound to; None: of one that is being set up."""
    return b"identity.totp" if user_id is None else f"identity.totp:{user_id}".encode()


def seal_sign_in(user_id: int, *, now: datetime) -> None:
    """Seal what a user signs in with, as the open transaction leaves it; nothing where it is as it was sealed last."""
    execute("SELECT FROM users WHERE id = %(user)s FOR NO KEY UPDATE", {"user": user_id})  # of two at once one waits
    held = execute(_NOW, {"user": user_id}).one()
    mark = _mark(user_id, held.secret)
    if (held.state, mark) == (held.sealed, held.authenticator):
        return
    number = held.number + 1
    seal = _seal(user_id, number, held.state, mark)
    execute(
        _KEEP,
        {"user": user_id, "number": number, "state": held.state, "authenticator": mark, "seal": seal, "now": now},
    )


def unsealed() -> list[Finding]:
    """Every seal that the application did not make, and every authenticator that is not the one that was sealed."""
    return [
        *(Finding(FORGED, f"user {user}", {"seal": number}) for user, number in _forged()),
        *(Finding(AUTHENTICATOR, f"user {user}", {}) for user in _swapped()),
    ]


def _forged() -> Iterator[tuple[int, int]]:
    last = (0, 0)
    while step := execute(_MADE, {"user": last[0], "number": last[1], "step": STEP}).all():
        for user, number, state, authenticator, seal in step:
            if not hmac.compare_digest(seal, _seal(user, number, state, authenticator)):
                yield user, number
        last = step[-1].user_id, step[-1].number


def _swapped() -> Iterator[int]:
    last = 0
    while step := execute(_AUTHENTICATORS, {"user": last, "step": STEP}).all():
        for user, secret, sealed in step:
            try:
                mark = _mark(user, secret)
            except (vault.Unreadable, ValueError):  # another's, or none of ours
                mark = b""
            if mark != sealed:
                yield user
        last = step[-1].id


def _mark(user_id: int, secret: str | None) -> bytes | None:
    """A keyed digest of an authenticator's secret; None where there is none. Raises vault.Unreadable."""
    if secret is None:
        return None
    return vault.digest(b"authenticator\n" + vault.installed().decrypt(bytes.fromhex(secret), totp_place(user_id)))


def _seal(user_id: int, number: int, state: bytes, authenticator: bytes | None) -> bytes:
    return vault.seal(json.dumps(["sign-in", user_id, number, state.hex(), authenticator and authenticator.hex()]))
