"""Authenticates terminals by their own keys, and marks answers that are repeats."""

from flask import Response, g, make_response, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel
from werkzeug.local import LocalProxy

from marketplace import programmes, tills
from marketplace.core.actors import Actor
from marketplace.web.api import documents
from marketplace.web.api.access import MINUTE, NoKey
from marketplace.web.api.mutation import MARKER
from marketplace.web.shared import errors, limits

PER_MINUTE = 600
PREFIX = documents.PREFIX + "/terminal"
terminal: tills.Terminal = LocalProxy(lambda: g.terminal)  # type: ignore[assignment]


def authenticate() -> None:
    """Find the terminal by its bearer key and count the request against its rate, before anything is parsed."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    found = tills.terminal_by_key(key.strip()) if kind.lower() == "bearer" and key else None
    if found is None:
        raise NoKey
    g.terminal = found
    g.device = tills.device_of_key(key.strip())
    g.programme = programmes.get(found.programme_id)
    limits.count(f"terminal|{found.id}", [(PER_MINUTE, MINUTE)])


def blueprint(name: str, about: str) -> APIBlueprint:
    """An empty group of operations under /api/v1/terminal."""
    return documents.blueprint(
        f"terminal_{name}", about, prefix=PREFIX, authenticate=authenticate, refused=errors.refused
    )


def actor() -> Actor:
    """The terminal, for the audit log."""
    return Actor("terminal", terminal.id)


def device() -> tills.Device:
    """What a package is given to: the program, by the key with which it asks."""
    return g.device  # type: ignore[no-any-return]


def answer(model: BaseModel, *, again: bool) -> Response:
    """The result, 201; marked as replayed if it had already been done under the same ref."""
    response = make_response(model.model_dump(mode="json"), 201)
    if again:
        response.headers[MARKER] = "true"
    return response
