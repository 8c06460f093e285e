"""Who calls the API: a client with a key, its scopes, its rate, and the members that it may speak for."""

from flask import Response, g, request
from werkzeug.local import LocalProxy

from marketplace import identity, members, programmes
from marketplace.core import clock, throttle
from marketplace.core.audit import Actor
from marketplace.core.db import transaction
from marketplace.core.errors import Forbidden, NotFound, Refusal

MINUTE = 60
client: identity.ApiClient = LocalProxy(lambda: g.api_client)  # type: ignore[assignment]


class NoKey(Refusal):
    """No key came along, or none that is valid now."""

    code = "api_key_needed"
    status = 401


class ScopeMissing(Forbidden):
    """The key is good, but not for this."""

    code = "scope_missing"


def authenticate() -> None:
    """Find the client by the bearer key and count the request against its rate. Before anything is parsed."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    found = identity.client_by_key(key.strip(), clock.now()) if kind.lower() == "bearer" and key else None
    if found is None:
        raise NoKey
    g.api_client = found
    g.programme = programmes.get(found.programme_id)
    with transaction():
        g.api_rest = throttle.hit(f"api:{found.id}", found.per_minute, MINUTE, clock.now())


def show_limits(response: Response) -> Response:
    """Tell the client what is left of its rate (draft-ietf-httpapi-ratelimit-headers, one number a header)."""
    rest = g.get("api_rest")
    if rest is not None:
        response.headers["RateLimit-Limit"] = str(client.per_minute)
        response.headers["RateLimit-Remaining"] = str(rest.remaining)
        response.headers["RateLimit-Reset"] = str(max(0, round((rest.resets_at - clock.now()).total_seconds())))
    response.headers["Cache-Control"] = "no-store"
    return response


def need(scope: str) -> None:
    """Refuse a client whose key lacks the scope. Raises ScopeMissing."""
    if scope not in client.scopes:
        raise ScopeMissing(scope=scope)


def member_of(number: str) -> members.Member:
    """The member with this number, if the client may speak for him; a stranger's number is not found."""
    member = members.by_number(client.programme_id, number)
    if member is None or (client.member_id is not None and client.member_id != member.id):
        raise NotFound
    return member


def actor() -> Actor:
    """The client, for the audit."""
    return Actor("client", client.id, g.get("request_id", ""))
