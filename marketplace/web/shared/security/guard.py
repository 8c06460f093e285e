"""Who may come through: limits on guessing, a second factor for those who must have one, permissions for pages."""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import identity
from marketplace.core import clock, throttle
from marketplace.web.shared.security.config import FRESH
from marketplace.web.shared.security.factor import fresh_factor, must_set_up

P = ParamSpec("P")
T = TypeVar("T")

# Tries that are answered in so many seconds: of one visitor's address, and for one name, box or link.
LIMITS = {
    "security.login": ("email", 10, 300),
    "security.register": ("email", 5, 600),
    "security.forgot_password": ("email", 5, 600),
    "security.send_confirmation": ("email", 5, 600),
    "security.reset_password": (None, 10, 300),
    "security.confirm_email": (None, 10, 300),
    "security.verify": (None, 10, 300),
    "security.change_password": (None, 10, 300),
    "security.two_factor_token_validation": (None, 10, 300),
    "security.mf_recovery": (None, 10, 300),
    "storefront.account.email": ("email", 5, 600),
    "storefront.account.email_confirmation": (None, 10, 300),
}
FROM_ONE_ADDRESS = 60
# Letters that one mail address may be sent by these pages in an hour, whoever asks for them.
LETTERS = ("security.register", "security.forgot_password", "security.send_confirmation", "storefront.account.email")
LETTERS_MAX, AN_HOUR_S = 10, 3600
# Tries at one person's codes and passwords by whoever is past his password already, from wherever.
CODES_MAX = 40

# Where somebody may go who has given his password and must set up a second factor now.
OPEN_BEFORE_SET_UP = (
    "security.two_factor_setup", "security.two_factor_token_validation", "security.wan_register", "security.verify",
    "security.logout", "storefront.pictures.", "static", "languages.", "themes.", "health",
)  # fmt: skip

# What changes somebody's factors, and the page where he goes on once he has shown one: a stolen cookie must not be
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
    app.before_request(slow_down)
    app.before_request(lead_to_set_up)
    app.before_request(ask_for_factor)


def slow_down() -> None:
    """Count tries at passwords and codes, the same whether the name exists or not. Raises TooManyRequests."""
    limit = LIMITS.get(request.endpoint or "")
    if limit is None or request.method != "POST":
        return
    box, tries, seconds = limit
    near = request.remote_addr or ""
    whom = request.form.get(box, "").strip().lower() if box else session.get("tf_user_id") or session.get("_user_id")
    endpoint, now = str(request.endpoint), clock.now()
    rests = [
        throttle.count(_key(endpoint, near), FROM_ONE_ADDRESS, seconds, now),
        throttle.count(_key(endpoint, near, whom or ""), tries, seconds, now),
    ]
    if endpoint in LETTERS:
        rests.append(throttle.count(_key("letters", whom or ""), LETTERS_MAX, AN_HOUR_S, now))
    elif whom and not box:
        rests.append(throttle.count(_key("codes", whom), CODES_MAX, AN_HOUR_S, now))
    over = next((rest for rest in rests if rest.remaining < 0), None)
    if over is not None:
        raise throttle.TooManyRequests(retry_after=over.seconds(now), limit=over.limit)


def lead_to_set_up() -> ResponseReturnValue | None:
    """Until a second factor is set up, every page leads to where it is."""
    if (request.endpoint or "").startswith(OPEN_BEFORE_SET_UP) or not must_set_up():
        return None
    return redirect(url_for("security.two_factor_setup"))


def ask_for_factor() -> ResponseReturnValue | None:
    """Before a signed-in person's factors change he shows one (or his password, having none) once more.

    Whoever is made to set one up at sign-in has just given his password, and need not give it twice.
    """
    further = CHANGES.get(request.endpoint or "")
    if further is None or request.method != "POST" or not current_user.is_authenticated or fresh_factor():
        return None
    if must_set_up() and 0 <= time.time() - session.get("fs_paa", 0) <= FRESH.total_seconds():
        return None
    return redirect(url_for("security.verify", next=url_for(further)))


def may(permission: identity.Permission, *, partner_id: int | None = None) -> bool:
    """Whether the visitor may do this in the request's programme, to the things of one partner where one is given."""
    user = current_user
    return bool(
        user.is_authenticated
        and identity.can(user, permission, programme_id=g.programme.id, partner_id=partner_id)
    )  # fmt: skip


def require(
    permission: identity.Permission, *, partner: Callable[..., int] | None = None
) -> Callable[[Callable[P, T]], Callable[P, T | ResponseReturnValue]]:
    """Let a page be seen by who may do this in the request's programme; the page's own route comes above.

    Whoever is not signed in is asked to; to everybody else the page does not exist.

    Args:
        permission: what the page is for.
        partner: finds the partner whose things the page is about, from the values of the route; raises NotFound.
    """

    def around(view: Callable[P, T]) -> Callable[P, T | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **values: P.kwargs) -> T | ResponseReturnValue:
            if not current_user.is_authenticated:
                return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
            if not may(permission, partner_id=partner(*args, **values) if partner else None):
                abort(404)
            if not current_user.has_factor:
                return redirect(url_for("security.two_factor_setup"))
            return view(*args, **values)

        guarded.access = permission  # type: ignore[attr-defined]  # read by the test of all routes
        return guarded

    return around


def _key(*parts: str) -> str:
    return "sign-in:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
