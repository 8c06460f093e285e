"""Who may come through: a second factor for those who must have one, permissions for pages."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import identity
from marketplace.web.shared import limits, parts, refused_acts
from marketplace.web.shared.entry_points import among, mark, served
from marketplace.web.shared.security.config import FRESH
from marketplace.web.shared.security.factor import fresh_factor, must_set_up
from marketplace.web.shared.security.step_up import asked, remember
from marketplace.web.shared.visitor import here, may

P = ParamSpec("P")
T = TypeVar("T")

# What is kept of a form in the meantime, so that nobody has to say it twice.
FIELDS_KEPT = {"security.two_factor_setup": ("setup",), "security.wan_register": ("name", "usage")}
# What changes somebody's factors, and the page where they go on once they have shown one: a stolen cookie must not be
# enough to bring a factor of one's own, or to take one away.
CHANGES = {
    "security.two_factor_setup": "security.two_factor_setup",
    "security.two_factor_token_validation": "security.two_factor_setup",
    "security.mf_recovery_codes": "security.mf_recovery_codes",
    "security.wan_register": "security.wan_register",
    "security.wan_register_response": "security.wan_register",
    "security.wan_delete": "security.wan_register",
}


def init_app(app: Flask) -> None:
    """Look at every request before its page does."""
    app.jinja_env.globals["asked"] = asked
    app.before_request(lead_to_set_up)
    app.before_request(ask_for_factor)


def lead_to_set_up() -> ResponseReturnValue | None:
    """Until a second factor is set up, every page leads to where it is."""
    if not must_set_up() or any(among(request.endpoint or "", entry.before_set_up) for entry in served()):
        return None
    return redirect(url_for("security.two_factor_setup"))


def ask_for_factor() -> ResponseReturnValue | None:
    """Before a signed-in person's factors change they show one (or their password, having none) once more.

    Anyone who is made to set one up at sign-in has just given their password, and need not give it twice.
    """
    further = CHANGES.get(request.endpoint or "")
    if further is None or request.method != "POST" or not current_user.is_authenticated or fresh_factor():
        return None
    if must_set_up() and 0 <= time.time() - session.get("fs_paa", 0) <= FRESH.total_seconds():
        return None
    remember(FIELDS_KEPT.get(request.endpoint or "", ()))
    return redirect(url_for("security.verify", next=url_for(further)))


def require(
    permission: identity.Permission, *, partner: Callable[..., int] | Literal["any"] | None = None
) -> Callable[[Callable[P, T]], Callable[P, T | ResponseReturnValue]]:
    """Let a page be seen by who may do this in the request's programme; the page's own route comes above.

    Anyone who is not signed in is asked to; to everybody else the page does not exist.

    Args:
        permission: what the page is for.
        partner: finds the partner whose things the page is about, from the values of the route; raises NotFound.
            "any": anyone who holds the permission for one partner at least, by a role with that very partner.
    """

    def around(view: Callable[P, T]) -> Callable[P, T | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **values: P.kwargs) -> T | ResponseReturnValue:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            if partner == "any":
                held = bool(identity.partners_of(current_user, permission, programme_id=g.programme.id))
            else:
                held = may(permission, partner_id=partner(*args, **values) if partner else None)
            if not held:
                refused_acts.note(permission)
                abort(404)
            if not current_user.has_factor:
                return redirect(url_for("security.two_factor_setup"))
            limits.hold()
            return view(*args, **values)

        return mark(guarded, permission, by_partner=partner is not None)

    return around


def signed_in(view: Callable[P, T]) -> Callable[P, T | ResponseReturnValue]:
    """Ask guests to sign in; anyone who has may see the page."""

    @wraps(view)
    def guarded(*args: P.args, **values: P.kwargs) -> T | ResponseReturnValue:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        limits.hold()
        return view(*args, **values)

    return mark(guarded, "signed in")


def ask_to_sign_in() -> ResponseReturnValue:
    """Lead a guest to where they sign in, and from there back; the whole window, also where script asked for a part."""
    url = url_for("security.login", next=here())
    return parts.go(url) if parts.wanted() else redirect(url)
