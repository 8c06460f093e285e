"""Setting up an authenticator. The new key waits in the session, encrypted, until its first code is right.

So the page has an address that gives nothing away, can be loaded again, and a mistyped digit costs a digit.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, redirect, request, session, url_for
from flask_login import current_user
from flask_security import Security

from marketplace import identity

BEGIN, CODE = "security.two_factor_setup", "security.two_factor_token_validation"


def init_app(app: Flask, security: Security) -> None:
    """Lead from the library's first page to its second, and show the key there."""
    app.view_functions[BEGIN] = _then_the_code(app.view_functions[BEGIN])
    app.view_functions[CODE] = _only_when_begun(app.view_functions[CODE])
    security.tf_token_validation_context_processor(_key)


def under_way() -> bool:
    """Whether the visitor has a new key whose first code is still to come."""
    return session.get("tf_state") == "validating_profile" and bool(session.get("tf_totp_secret"))


def _then_the_code(view: Callable[..., Any]) -> Callable[..., Any]:
    """A key was made: go on where it is shown."""

    @wraps(view)
    def begin(**values: Any) -> Any:
        before = session.get("tf_totp_secret")
        answer = view(**values)
        made = request.method == "POST" and under_way() and session["tf_totp_secret"] != before
        return redirect(url_for(CODE)) if made else answer

    return begin


def _only_when_begun(view: Callable[..., Any]) -> Callable[..., Any]:
    """The library signs out whoever comes back to this page when all is done."""

    @wraps(view)
    def code(**values: Any) -> Any:
        return redirect(url_for(BEGIN)) if current_user.is_authenticated and not under_way() else view(**values)

    return code


def _key() -> dict[str, Any]:
    if not under_way():
        return {"setting_up": False}
    changing = bool(current_user.is_authenticated)
    datastore = current_app.extensions["security"].datastore
    user: identity.User = current_user if changing else datastore.find_user(fs_uniquifier=session["tf_user_id"])
    values = current_app.extensions["security"].totp_factory.fetch_setup_values(session["tf_totp_secret"], user)
    return {"setting_up": True, "changing": changing, "authr_qrcode": values["image"], "authr_key": values["key"]}
