"""Sign-in: the library's pages with our rules, forms and words; who may come through; how fresh a second factor is."""

from typing import Any

from flask import Flask
from flask_security import Security

from marketplace.web.shared.entry_points import EntryPoint
from marketplace.web.shared.security import factor_forms, forms, guard, pages, set_up, sign_up, store, tries, words
from marketplace.web.shared.security.config import configure
from marketplace.web.shared.security.factor import KeyedRecoveryCodes, PasskeyRules, VaultTotp, fresh_factor
from marketplace.web.shared.security.guard import ask_to_sign_in, require, signed_in
from marketplace.web.shared.security.mail import OutboxMail
from marketplace.web.shared.security.step_up import asked, remember, whole
from marketplace.web.shared.visitor import may

__all__ = [
    "ENTRY_POINT", "ask_to_sign_in", "asked", "fresh_factor", "may", "register", "remember", "require", "signed_in", "whole",
]  # fmt: skip

# The library's pages. What the steps of signing in answer hangs on the step before; nothing of anybody's is on them.
ENTRY_POINT = EntryPoint(
    name="sign-in",
    blueprints=(sign_up.blueprint,),
    anybody=frozenset({
        "sign_up.ask", "sign_up.finish", "security.login", "security.logout", "security.forgot_password", "security.reset_password", "security.wan_signin", "security.wan_signin_response",
        "security.two_factor_token_validation", "security.two_factor_rescue", "security.mf_recovery",
        "security.tf_select", "security.two_factor_setup", "security.two_factor_setup_validate",
    }),
    signed_in=frozenset({
        "security.change_password", "security.wan_register", "security.wan_register_response", "security.wan_delete",
        "security.mf_recovery_codes", "security.verify", "security.wan_verify", "security.wan_verify_response",
    }),
    limits=tries.LIMITS,
    before_set_up=(
        "security.two_factor_setup", "security.two_factor_setup_validate", "security.two_factor_token_validation",
        "security.wan_register", "security.wan_register_response", "security.verify", "security.logout",
    ),
)  # fmt: skip
SECURITY_FORMS: dict[str, Any] = {
    "login_form": forms.SignInForm,
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


def register(app: Flask, *, secure: bool | None = None) -> None:
    """Set up sign-in, its pages and its cookies; after the languages and the protection of forms.

    `secure` says that people come by https; left out, the settings say it.
    """
    configure(app, secure=app.config["SETTINGS"].secure if secure is None else secure)
    security = Security(
        app, store.UserStore(), mail_util_cls=OutboxMail, password_util_cls=forms.Passwords, totp_cls=VaultTotp,
        webauthn_util_cls=PasskeyRules, mf_recovery_codes_util_cls=KeyedRecoveryCodes, **SECURITY_FORMS,
    )  # fmt: skip
    # The digests in its links cost what those of passwords do.
    security.hashing_context.update(**app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"])
    words.init_app(app)
    store.init_app(app, security)
    guard.init_app(app)
    set_up.init_app(app, security)
    pages.init_app(app, security)
