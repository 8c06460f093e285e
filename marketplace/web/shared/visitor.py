"""Who looks at the page: the programme of the host, the member that the signed-in user is in it, and what they may do."""

from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_login import current_user

from marketplace import identity, members, programmes
from marketplace.core.actors import SYSTEM, Actor
from marketplace.web.shared.back import HOME, back

QUESTION_MAX = 1500  # bytes of a query


def init_app(app: Flask) -> None:
    """Find the programme of a page before anything else asks for it."""
    app.before_request(_find_programme)


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
    """The same on a page for members alone, where there must be one."""
    found = current_member()
    assert found is not None, "a page that has not asked for a member"
    return found


def actor() -> Actor:
    """The visitor as the audit names them."""
    user = current_user
    return Actor("user", user.id) if user.is_authenticated else SYSTEM


def may(permission: identity.Permission, *, partner_id: int | None = None) -> bool:
    """Whether the visitor may do this in the request's programme, to the things of one partner where one is given."""
    user = current_user
    return bool(
        user.is_authenticated
        and identity.can(user, permission, programme_id=g.programme.id, partner_id=partner_id)
    )  # fmt: skip


def here() -> str:
    """The address to come back to: of this page; after a form that of the page it was on, as far as the browser says.

    A page names it many times, so a long question behind the address is left out.
    """
    if request.method == "GET":
        return request.full_path.rstrip("?") if len(request.query_string) <= QUESTION_MAX else request.path
    page = urlsplit(request.referrer or "")
    return back(f"{page.path}?{page.query}".rstrip("?")) if page.netloc == request.host else HOME


def _find_programme() -> None:
    g.programme = programmes.by_host(request.host)
