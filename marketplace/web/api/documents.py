"""How operations are described: tags, problems, security; one place for all routes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ValidationError

from marketplace.core.errors import Refusal
from marketplace.web.api import access
from marketplace.web.shared import headers
from marketplace.web.shared import problems as answers

PREFIX = "/api/v1"
SECURITY_SCHEMES: dict[str, Any] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "The API key: `Authorization: Bearer vk_…`; a terminal's own: `vt_…`",
    }
}
FAULTS_MAX = 20
ABOUT = """Exchange members' points for gift cards from your own shop, app or till.

Every request carries a key: `Authorization: Bearer vk_…`. Points and money are whole numbers in minor units. Requests
that change something need an `Idempotency-Key`; the same key gives the same answer and acts only once. Terminals instead have keys of their
own, `vt_…`, and a `ref` for each purchase. A refusal
is `application/problem+json` with a stable `code`, and changes nothing."""
PROBLEMS = {
    400: "The request cannot be read: it contains a NUL, or lacks a valid Idempotency-Key where one is required.",
    401: "No key, or one that is no longer valid.",
    403: "The key lacks the scope, or the action is not allowed.",
    404: "It does not exist, or this key may not see it.",
    409: "It conflicts with the current state; `code` says why, and nothing was changed.",
    413: "The body is too large, too deeply nested, or has too many values.",
    414: "The address is too long.",
    422: "The request does not match the description, or the Idempotency-Key was used for another request.",
    503: "It cannot be answered now, or not in the time allowed: ask for less.",
    429: "Too many requests; `Retry-After` says when to continue.",
}


def problems(*statuses: int) -> dict[str | int | HTTPStatus, Any]:
    """The answers with these statuses, as problem+json."""
    return {
        str(status): {
            "description": PROBLEMS[status],
            "content": {answers.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def gives(status: int, model: type[BaseModel], *refusals: int) -> dict[str | int | HTTPStatus, Any]:
    """What an operation answers: a model with this status, and its refusals besides the ones all operations share."""
    return {status: model} | problems(*refusals)


def blueprint(
    name: str,
    about: str,
    *,
    prefix: str = PREFIX,
    authenticate: Callable[[], None] = access.authenticate,
    refused: Callable[[Refusal], Response] = access.refused,
) -> APIBlueprint:
    """An empty group of operations with what they all share; `authenticate` identifies the caller, `refused` answers a refusal."""
    group = APIBlueprint(
        f"api_{name}",
        __name__,
        url_prefix=prefix,
        abp_tags=[Tag(name=name, description=about)],
        abp_security=[{"key": []}],
        abp_responses=problems(400, 401, 403, 404, 413, 414, 422, 429),
        operation_id_callback=lambda *, name, path, method: name.partition(".")[2] or name,
    )
    group.before_request(authenticate)
    group.register_error_handler(Refusal, refused)
    group.after_request(access.keep_private)
    return group


def invalid(error: ValidationError) -> Response:
    """The answer to an invalid request: which field and why, never the value that was sent."""
    faults = [
        {"field": ".".join(str(part) for part in fault["loc"]) or "body", "reason": fault["msg"]}
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    instance = f"urn:vitrina:request:{headers.request_id()}"
    return answers.answer("invalid_request", 422, facts={"errors": faults[:FAULTS_MAX]}, instance=instance)


IDEMPOTENCY_KEY = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            "description": "Your own name for this request. The same key with the same body gives the same answer, "
            "marked `Idempotent-Replayed: true`, and acts once.",
            "example": "order-2026-11-21-0001",
        }
    ]
}
