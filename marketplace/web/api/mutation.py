"""What changes something is asked with an Idempotency-Key, and asking again gives the same bytes."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask import make_response

from marketplace.core import clock, idempotency, vault
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from marketplace.web.api.access import client

HEADER = "Idempotency-Key"
MARKER = "Idempotent-Replayed"
KEY_MAX = 255
CROCKFORD_REF = 40


class KeyNeeded(Refusal):
    """A request that changes something came without a usable Idempotency-Key."""

    code = "idempotency_key_needed"
    status = 400


def idempotent(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Open the transaction, and answer a repeated request with the stored answer.

    The answer is kept for ever, encrypted (it may hold a code), under the client and its key. Refusals and invalid
    bodies are not kept: they changed nothing, and the key stays free for the corrected request.
    """

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        key = checked_key()
        caller, place = f"client:{client.id}", f"{request.method} {request.path}"
        associated = f"idempotency:{caller}:{key}".encode()
        with transaction():
            stored = idempotency.begin(caller, key, place, request.get_data(cache=True))
            if stored is not None:
                body = vault.decrypt(stored.response, associated)
                return Response(body, stored.status, {MARKER: "true"}, content_type=stored.content_type)
            answer = make_response(view(*args, **kwargs))
            idempotency.keep(
                caller, key, place, request.get_data(cache=True), status=answer.status_code,
                content_type=answer.content_type, response=vault.encrypt(answer.get_data(), associated), now=clock.now(),
            )  # fmt: skip
        return answer

    return wrapper


def checked_key() -> str:
    """The request's Idempotency-Key: 1 to 255 visible ASCII characters. Raises KeyNeeded."""
    key = request.headers.get(HEADER, "")
    if not 1 <= len(key) <= KEY_MAX or not key.isascii() or not key.isprintable():
        raise KeyNeeded(header=HEADER, length_max=KEY_MAX)
    return key


def ref() -> str:
    """The order's own ref, made of client and key: even a forgotten answer could not buy twice."""
    return hashlib.sha256(f"{client.id}:{checked_key()}".encode()).hexdigest()[:CROCKFORD_REF]
