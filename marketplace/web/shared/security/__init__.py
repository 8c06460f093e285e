"""Sign-in: the library's pages with our rules, forms and words; who may come through; how fresh a second factor is."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from flask import Flask, abort, current_app, g, request, url_for
from flask_security import Security
from flask_security.signals import user_registered

from marketplace import identity, members
from marketplace.core import clock
from marketplace.core.db import db, transaction
from marketplace.web.shared.security import confirm, factor_forms, forms, guard, store, words
from marketplace.web.shared.security.config import configure
from marketplace.web.shared.security.factor import KeyedRecoveryCodes, PasskeyRules, VaultTotp, fresh_factor, ways
from marketplace.web.shared.security.guard import require
from marketplace.web.shared.security.mail import OutboxMail

__all__ = ["fresh_factor", "register", "require"]

SECURITY_FORMS: dict[str, Any] = {
    "login_form": forms.SignInForm,
    "register_form": forms.SignUpForm,
    "send_confirmation_form": forms.AddressForm,
    "forgot_password_form": forms.ForgottenForm,
    "reset_password_form": forms.NewPasswordForm,
    "change_password_form": forms.OtherPasswordForm,
    "verify_form": factor_forms.AgainForm,
    "two_factor_verify_code_form": factor_forms.CodeForm,
    "mf_recovery_form": factor_forms.RecoveryForm,
    "wan_register_form": factor_forms.PasskeyNameForm,
    "wan_delete_form": factor_forms.PasskeyRemovalForm,
    "wan_signin_form": factor_forms.PasskeyForm,
    "wan_signin_response_form": factor_forms.PasskeyAnswerForm,
}


# A letter is written to an address that is known, and none to another: these pages answer no sooner than this, so that
# the time does not tell which it was.
EVEN = ("security.register", "security.forgot_password", "security.send_confirmation")
EVEN_S = 0.25


def register(app: Flask, *, secure: bool | None = None) -> None:
    """Set up sign-in, its pages and its cookies; after the languages and the protection of forms.

    `secure` says that people come by https; left out, the settings say it.
    """
    configure(app, secure=app.config["SETTINGS"].secure if secure is None else secure)
    security = Security(
        app, store.UserStore(), mail_util_cls=OutboxMail, password_util_cls=forms.Passwords, totp_cls=VaultTotp,
        webauthn_util_cls=PasskeyRules, mf_recovery_codes_util_cls=KeyedRecoveryCodes, **SECURITY_FORMS,
    )  # fmt: skip
    # Pages only: the library's JSON answers would say more than a page does.
    security.want_json(lambda _request: False)
    security.context_processor(_names)
    words.init_app(app)
    store.init_app(app, security)
    confirm.init_app(app)
    guard.init_app(app)
    user_registered.connect(_signed_up, app)
    app.view_functions["security.two_factor_rescue"] = _no_page
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = _in_transaction(view)


def _in_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def one(*args: Any, **values: Any) -> Any:
        began = time.monotonic()
        with transaction():
            answer = view(*args, **values)
        words.in_our_tones()
        if request.method == "POST" and request.endpoint in EVEN:
            time.sleep(max(0.0, began + EVEN_S - time.monotonic()))
        return answer

    return one


def _no_page() -> NoReturn:
    abort(404)


def _names() -> dict[str, Any]:
    """What the pages of the library know besides their forms."""
    shop = "storefront" in current_app.blueprints
    return {
        "inside": "storefront/layout.html" if shop else "security/door.html",
        "security_home": url_for("storefront.account.security") if shop else "/",
        "ways": ways,
    }


def _signed_up(_app: Flask, user: identity.User, form_data: dict[str, Any], **_: Any) -> None:
    """Keep what was said at sign-up until the address is confirmed."""
    db.session.flush()
    members.remember_sign_up(
        user.id, g.programme.id, first_name=form_data["first_name"], last_name=form_data["last_name"],
        language=form_data["language"], city=form_data["city"], number=form_data["member_number"] or "", now=clock.now(),
    )  # fmt: skip
