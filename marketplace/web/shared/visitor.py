"""Who looks at the page: the programme of the host, the member that the signed-in user is in it, and what they may do."""

from contextlib import suppress
from urllib.parse import urlsplit

from flask import Flask, g, request, session
from flask_login import current_user

from marketplace import identity, members, programmes
from marketplace.core.actors import SYSTEM, Actor
from marketplace.web.shared.back import HOME, back
from marketplace.web.shared.entry_points import served

TRAINING = "training"  # in the session of whoever practises
PRACTISED = frozenset(one for one in identity.Permission if identity.Role.SUPPORT in identity.roles_with(one))
QUESTION_MAX = 1500  # bytes of a query


def init_app(app: Flask) -> None:
    """Find the programme of a page before anything else asks for it."""
    app.before_request(_find_programme)


def current_member() -> members.Member | None:
    """The member that the visitor is in the request's programme; None for a guest, and for a user who has not joined or is blocked.

    Asked once a request.
    """
    if "member" not in g:
        user = current_user
        g.member = members.admitted(user.id, g.programme.id) if user.is_authenticated else None
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


def enter_training() -> None:
    """From here on the visitor practises: pages of entry points that train are those of their programme's training world."""
    session[TRAINING] = True


def leave_training() -> None:
    """Back to what is real."""
    session.pop(TRAINING, None)


def may(permission: identity.Permission, *, partner_id: int | None = None) -> bool:
    """Whether the visitor may do this in the request's programme, to the things of one partner where one is given.

    In a training world they may what support may, as far as they may it where it is real.
    """
    user, home = current_user, g.programme.training_of
    if home is not None and permission not in PRACTISED:
        return False
    return bool(
        user.is_authenticated
        and identity.can(user, permission, programme_id=home or g.programme.id, partner_id=partner_id)
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
    root = (request.blueprint or "").partition(".")[0]
    if any(entry.trains and root in (one.name for one in entry.blueprints) for entry in served()) and session.get(
        TRAINING
    ):
        with suppress(programmes.NoProgramme):
            g.programme = programmes.training_world(g.programme.id)
