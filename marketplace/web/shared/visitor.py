"""Who looks at the page: the programme of the host, and the member that the signed-in user is in it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import members, programmes
from marketplace.core.actors import SYSTEM, Actor
from marketplace.web.shared import parts

P = ParamSpec("P")
T = TypeVar("T")


def init_app(app: Flask) -> None:
    """Find the programme before anything else asks for it, and keep personal pages out of shared caches."""
    app.before_request_funcs.setdefault(None, []).insert(0, _find_programme)
    app.after_request(_keep_private)


def current_member() -> members.Member | None:
    """The member that the visitor is in the request's programme; None for a guest and for a user who has not joined.

    Asked once a request.
    """
    if "member" not in g:
        user = current_user
        g.member = members.of_user(user.id, g.programme.id) if user.is_authenticated else None
    member: members.Member | None = g.member
    return member


def member() -> members.Member:
    """The same on a page behind `members_only`, where there must be one."""
    found = current_member()
    assert found is not None, "a page for members without @members_only"
    return found


def actor() -> Actor:
    """The visitor as the audit names him."""
    user = current_user
    return Actor("user", user.id) if user.is_authenticated else SYSTEM


def members_only(view: Callable[P, T]) -> Callable[P, T | ResponseReturnValue]:
    """Ask guests to sign in, and users who are no members of this programme to join it."""

    @wraps(view)
    def guarded(*args: P.args, **values: P.kwargs) -> T | ResponseReturnValue:
        if not current_user.is_authenticated:
            return _lead(url_for("security.login", next=_here()))
        if current_member() is None:
            return _lead(url_for("storefront.account.joining", next=_here()))
        return view(*args, **values)

    return guarded


def _lead(url: str) -> ResponseReturnValue:
    """The whole window goes there, also where script asked for a part of a page."""
    return parts.go(url) if parts.wanted() else redirect(url)


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def _find_programme() -> None:
    if request.blueprint not in (
        "health",
        "metrics",
    ):  # they answer also when there is no database, or no programme in it yet
        g.programme = programmes.by_host(request.host)


def _keep_private(response: Response) -> Response:
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
