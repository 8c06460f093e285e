"""Setting up an authenticator. The new key waits in the session, encrypted, until its first code is right.

So the page has an address that gives nothing away, can be loaded again, and a mistyped digit costs a digit. It ends with
recovery codes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_security import Security
from flask_security.tf_plugin import tf_clean_session

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
    """A key was made: go on where it is shown. Nobody makes one before they are signed in."""

    @wraps(view)
    def begin(**values: Any) -> Any:
        if not current_user.is_authenticated:
            return _by_passkey()
        before = session.get("tf_totp_secret")
        answer = view(**values)
        made = request.method == "POST" and under_way() and session["tf_totp_secret"] != before
        return redirect(url_for(CODE)) if made else answer

    return begin


def _only_when_begun(view: Callable[..., Any]) -> Callable[..., Any]:
    """The library signs out anyone who comes back to this page when all is done."""

    @wraps(view)
    def code(**values: Any) -> Any:
        begun = under_way()
        if current_user.is_authenticated and not begun:
            return redirect(url_for(BEGIN))
        answer = view(**values)
        done = begun and request.method == "POST" and current_user.is_authenticated and not under_way()
        return _with_recovery_codes() if done else answer

    return code


def _with_recovery_codes() -> str:
    """The authenticator works: the codes for the day it is lost are shown at once, and this once."""
    security = current_app.extensions["security"]
    codes = security.mf_recovery_codes_util.create_recovery_codes(current_user._get_current_object())
    names = security._run_ctx_processor("mf_recovery_codes")
    return str(security.render_template("security/mf_recovery_codes.html", recovery_codes=codes, set_up=True, **names))


def _by_passkey() -> ResponseReturnValue:
    """The password was right, and must not be enough: they work here, and has a passkey that signs in alone."""
    if session.get("tf_state") == "setup_from_login":
        flash(gettext("Your password alone is not enough here. Sign in with your passkey."), "info")
    tf_clean_session()  # type: ignore[no-untyped-call]
    return redirect(url_for("security.login"))


def _key() -> dict[str, Any]:
    if not under_way():
        return {"setting_up": False}
    factory = current_app.extensions["security"].totp_factory
    values = factory.fetch_setup_values(session["tf_totp_secret"], current_user)
    return {"setting_up": True, "authr_qrcode": values["image"], "authr_key": values["key"]}
