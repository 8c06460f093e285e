"""An act that somebody had no right to leaves a record: who, what for, and where. Without what they sent."""

from flask import g, has_request_context, request
from flask_login import current_user

from marketplace.core import audit, clock, throttle
from marketplace.core.actors import Actor
from marketplace.core.db import in_transaction, transaction

WINDOW = 10 * 60  # seconds in which the same refusal counts as one
PATH_MAX = 200


def note(what_for: str) -> None:
    """Record that the caller may not do this, named by a permission, a scope or the refusal's code.

    The same act again within ten minutes is counted: records are added at the 10th, 100th and so on, so that no flood of requests
    is one of records. Anonymous visitors leave none: they were asked to sign in.
    """
    who = _who()
    if who is None or in_transaction():
        return
    now = clock.now()
    key = f"refused|{who}|{what_for}|{request.method}|{request.endpoint}"
    times = 1 - throttle.count(key, 1, WINDOW, now).remaining
    if str(times).strip("0") != "1":
        return
    facts = {"permission": what_for, "method": request.method, "path": request.path[:PATH_MAX], "times": times}
    with transaction(by=who):
        audit.record("access.refuse", f"programme:{g.programme.id}", at=now, after=facts)


def _who() -> Actor | None:
    """An API client, or somebody who is signed in."""
    if not has_request_context() or "programme" not in g:
        return None
    if "api_client" in g:
        return Actor("client", g.api_client.id)
    return Actor("user", current_user.id) if current_user and current_user.is_authenticated else None
