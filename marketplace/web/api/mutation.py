"""Requests that change something carry an Idempotency-Key, and repeating one returns the same bytes."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_openapi3.request import _validate_request
from flask_openapi3.utils import parse_parameters

from marketplace.core import clock, idempotency
from marketplace.core.db import transaction
from marketplace.core.idempotency import Stored
from marketplace.web.api import access
from marketplace.web.api.access import client

HEADER = "Idempotency-Key"
MARKER = "Idempotent-Replayed"
REF_LENGTH = 40
View = Callable[..., ResponseReturnValue]


def idempotent(again: Callable[[], None] | None = None) -> Callable[[View], View]:
    """Open the transaction around a view, and answer a repeated request with the stored answer.

    The answer is kept permanently under the client and its key. Refusals and invalid bodies are not kept: they changed
    nothing, and the key stays free for the corrected request. `again` is called whenever the stored answer is given.
    """

    def around(view: View) -> View:
        checked = _checked(view)

        @wraps(checked)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            caller, key = f"client:{client.id}", request.headers.get(HEADER, "")
            route, body = f"{request.method} {request.path}", request.get_data(cache=True)
            with transaction(by=access.actor(), first=idempotency.take(caller, key)) as taken:
                stored = idempotency.kept(taken, caller, key, route, body)
                if stored is not None:
                    if again is not None:
                        again()
                    return _replayed(stored)
                answer = make_response(checked(*args, **kwargs))
                _keep((caller, key, route, body), answer)
            return answer

        return wrapper

    return around


def _checked(view: View) -> View:
    """The library's `validate_request`, but for this: the models are read once here, while the library reads them at
    every request and builds a JSON schema of each that nobody uses (a fifth of an order's time)."""
    header, cookie, path, query, form, body, _ = parse_parameters(view)

    @wraps(view)
    def wrapper(**kwargs: Any) -> ResponseReturnValue:
        found: dict[str, Any] = _validate_request(header, cookie, path, query, form, body, path_kwargs=kwargs)
        return view(**found | kwargs)

    wrapper.__delay_validate_request__ = True  # type: ignore[attr-defined]
    return wrapper


def ref() -> str:
    """The order's own ref, made from client and key: even if the stored answer were lost, nothing could be bought twice."""
    key = request.headers.get(HEADER, "")
    return hashlib.sha256(f"{client.id}:{key}".encode()).hexdigest()[:REF_LENGTH]


def _replayed(stored: Stored) -> Response:
    return Response(stored.response, stored.status, {MARKER: "true"}, content_type=stored.content_type)


def _keep(asked: tuple[str, str, str, bytes], answer: Response) -> None:
    idempotency.keep(
        *asked,
        status=answer.status_code,
        content_type=answer.content_type,
        response=answer.get_data(),
        now=clock.now(),
    )
