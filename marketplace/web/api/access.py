"""Authenticates API clients: their keys, scopes, rates, and the members they may act for."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, g, request
from werkzeug.local import LocalProxy

from marketplace import identity, members, programmes
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.errors import Forbidden, NotFound, Refusal
from marketplace.web.api import belonging
from marketplace.web.shared import errors, limits

MINUTE = 60
View = TypeVar("View", bound=Callable[..., Any])
client: identity.Client = LocalProxy(lambda: g.api_client)  # type: ignore[assignment]


class NoKey(Refusal):
    """No key was sent, or it is not valid."""

    code = "api_key_needed"
    status = 401


class ScopeMissing(Forbidden):
    """The key is valid, but not for this."""

    code = "scope_missing"


def scope(name: str) -> Callable[[View], View]:
    """Say which scope an operation needs; it is asked for before the request is read, so that a bad one is refused for the right reason."""

    def marked(view: View) -> View:
        view.scope = name  # type: ignore[attr-defined]
        return view

    return marked


def authenticate() -> None:
    """Find the client by its bearer key, count the request against its rate and look for the scope it needs, before anything is parsed."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    found = identity.client_by_key(key.strip(), clock.now()) if kind.lower() == "bearer" and key else None
    if found is None:
        raise NoKey
    g.api_client = found
    g.programme = programmes.get(found.programme_id)
    limits.count(f"api|{found.id}", [(found.per_minute, MINUTE)])
    needed = getattr(current_app.view_functions[request.endpoint or ""], "scope", "")
    if needed:
        need(needed)


def keep_private(response: Response) -> Response:
    """Answers are private to the caller; no cache may keep them."""
    response.headers["Cache-Control"] = "no-store"
    return response


def need(scope: str) -> None:
    """Refuse a client whose key lacks the scope. Raises ScopeMissing."""
    if not client.may(scope):
        raise ScopeMissing(scope=scope)


def given(answer: belonging.Out) -> dict[str, Any]:
    """An answer as the caller gets it, without the fields whose scopes its key lacks."""
    return belonging.given(answer, client.scopes)


def refused(error: Refusal) -> Response:
    """A refusal as the caller gets it: its facts are filtered like an answer."""
    error.facts = belonging.facts(error.facts, client.scopes if "api_client" in g else frozenset())
    return errors.refused(error)


def member_of(number: str) -> members.Member:
    """The member with this number, if the client may act for them; otherwise the number is not found.

    Whose membership goes on as another is that one: its own number is in the answer.
    """
    member = members.numbered(client.programme_id, number)
    if member is None or (client.member_id is not None and client.member_id != member.id):
        raise NotFound
    return member


def actor() -> Actor:
    """The client, for the audit log."""
    return Actor("client", client.id)
