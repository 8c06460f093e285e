"""The same request twice acts once: the first answer is kept with its key and given again, byte for byte.

`take` and `keep` stand in the transaction of the work itself, so an answer is kept if and only if the work is. Requests
with one key wait for each other. Answers are encrypted: some of them show a code.
"""

from dataclasses import dataclass
from datetime import datetime

from marketplace.core import vault
from marketplace.core.db import Statement, write_last
from marketplace.core.errors import Refusal
from marketplace.core.rekeying import Ciphertexts
from marketplace.core.rows import Rows

KEY_MAX = 255


class BadKey(Refusal):
    """An idempotency key has 1 to 255 visible ASCII characters."""

    code = "idempotency_key_invalid"
    status = 400


class KeyReused(Refusal):
    """The key was used for another request."""

    code = "idempotency_key_reused"
    status = 422


@dataclass(frozen=True, slots=True)
class Stored:
    """The answer that was given the first time."""

    status: int
    content_type: str
    response: bytes


def check_key(key: str) -> str:
    """The key, if it is one. Raises BadKey."""
    if not 1 <= len(key) <= KEY_MAX or not all("!" <= sign <= "~" for sign in key):
        raise BadKey(length_max=KEY_MAX)
    return key


def take(caller: str, key: str) -> Statement:
    """What takes the key for a transaction: its first statement. Raises BadKey: it is empty, too long or has other characters."""
    return "SELECT * FROM idempotency_begin(%(caller)s, %(key)s)", {"caller": caller, "key": check_key(key)}


def kept(taken: Rows, caller: str, key: str, route: str, body: bytes) -> Stored | None:
    """The answer that is kept under a key that was taken; None when the work is still to be done.

    Args:
        caller: whose key it is, "client:7"; keys of different callers never meet.
        route: method and path of the request.
        body: its body, byte for byte.

    Raises:
        KeyReused: the key stands for another route or body.
    """
    row = taken.first()
    if row is None:
        return None
    if row.route != route or bytes(row.body_digest) != _digest(body):
        raise KeyReused
    return Stored(row.status, row.content_type, vault.decrypt(row.response, _place(caller, key)))


def keep(
    caller: str, key: str, route: str, body: bytes, *, status: int, content_type: str, response: bytes, now: datetime
) -> None:
    """Keep the answer forever. After `kept` returned None, in the same transaction, at its end."""
    write_last(
        """INSERT INTO idempotency_keys (caller, key, route, body_digest, status, content_type, response, at)
           VALUES (%(caller)s, %(key)s, %(route)s, %(digest)s, %(status)s, %(type)s, %(response)s, %(at)s)""",
        {
            "caller": caller, "key": key, "route": route, "digest": _digest(body), "status": status,
            "type": content_type, "response": vault.encrypt(response, _place(caller, key)), "at": now,
        },
    )  # fmt: skip


def _digest(body: bytes) -> bytes:
    return vault.digest(body)  # keyed: a body may hold a code or a PIN


def _place(caller: str, key: str) -> bytes:
    return f"idempotency:{caller}:{key}".encode()


CIPHERTEXTS = Ciphertexts(
    "kept answers", "idempotency_keys", ("caller", "key"), "response", _place,
    "SELECT idempotency_reencrypt(%(caller)b::text[], %(key)b::text[], %(old)b::bytea[], %(new)b::bytea[])",
)  # fmt: skip
