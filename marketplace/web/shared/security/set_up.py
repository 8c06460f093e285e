"""A mistyped digit while an authenticator is set up costs a digit, not the whole set-up."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, render_template, url_for
from flask_login import current_user
from flask_security.utils import check_and_get_token_status

from marketplace.web.shared.security.factor_forms import CodeForm

ENDPOINT = "security.two_factor_setup_validate"


def init_app(app: Flask) -> None:
    """Let the library's page answer first, and show the same key again where it would begin anew."""
    app.view_functions[ENDPOINT] = _with_the_same_key(app.view_functions[ENDPOINT])


def _with_the_same_key(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def again(token: str) -> Any:
        answer = view(token)
        within = current_app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"]
        expired, invalid, state = check_and_get_token_status(token, "tf_setup", within)
        begun_anew = getattr(answer, "location", "") == url_for("security.two_factor_setup")
        return _page(token, state["totp_secret"]) if begun_anew and not expired and not invalid else answer

    return again


def _page(token: str, secret: str) -> str:
    security = current_app.extensions["security"]
    values = security.totp_factory.fetch_setup_values(secret, current_user)
    return render_template(
        "security/two_factor_setup.html",
        two_factor_setup_form=None,
        two_factor_verify_code_form=CodeForm(formdata=None),
        chosen_method="authenticator",
        changing=True,
        state_token=token,
        authr_qrcode=values["image"],
        authr_key=values["key"],
        **security._run_ctx_processor("tf_setup"),
    )
