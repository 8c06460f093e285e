"""What changes something is asked with an Idempotency-Key, and asking again gives the same bytes."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_openapi3.request import validate_request

from marketplace.core import audit, clock, idempotency
from marketplace.core.db import transaction
from marketplace.web.api.access import actor, client

HEADER = "Idempotency-Key"
MARKER = "Idempotent-Replayed"
REF_LENGTH = 40


def idempotent(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Open the transaction, and answer a repeated request with the stored answer.

    The answer is kept for ever under the client and its key. Refusals and invalid bodies are not kept: they changed
    nothing, and the key stays free for the corrected request.
    """

    checked = validate_request()(view)  # type: ignore[no-untyped-call]

    @wraps(checked)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        caller, key = f"client:{client.id}", request.headers.get(HEADER, "")
        route, body = f"{request.method} {request.path}", request.get_data(cache=True)
        with transaction():
            stored = idempotency.begin(caller, key, route, body)
            if stored is not None:
                if "/reveals" in request.path:
                    _note_showing()
                return Response(stored.response, stored.status, {MARKER: "true"}, content_type=stored.content_type)
            answer = make_response(checked(*args, **kwargs))
            idempotency.keep(
                caller,
                key,
                route,
                body,
                status=answer.status_code,
                content_type=answer.content_type,
                response=answer.get_data(),
                now=clock.now(),
            )
        return answer

    return wrapper


def _note_showing() -> None:
    """A code that is given again is shown again: the audit says so."""
    card = (request.view_args or {}).get("card_id", "")
    why = "the same request again"
    audit.record("giftcards.reveal_again", f"giftcard:{card}", by=actor(), at=clock.now(), why=why)


def ref() -> str:
    """The order's own ref, made of client and key: even a forgotten answer could not buy twice."""
    key = request.headers.get(HEADER, "")
    return hashlib.sha256(f"{client.id}:{key}".encode()).hexdigest()[:REF_LENGTH]
