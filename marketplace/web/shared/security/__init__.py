"""Sign-in: the library's pages with our rules, forms and words; who may come through; how fresh a second factor is."""

from typing import Any

from flask import Flask
from flask_security import Security

from marketplace.web.shared.security import confirm, factor_forms, forms, guard, pages, set_up, store, words
from marketplace.web.shared.security.config import configure
from marketplace.web.shared.security.factor import KeyedRecoveryCodes, PasskeyRules, VaultTotp, fresh_factor
from marketplace.web.shared.security.guard import may, require
from marketplace.web.shared.security.mail import OutboxMail

__all__ = ["fresh_factor", "may", "register", "require"]

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


def register(app: Flask, *, secure: bool | None = None) -> None:
    """Set up sign-in, its pages and its cookies; after the languages and the protection of forms.

    `secure` says that people come by https; left out, the settings say it.
    """
    configure(app, secure=app.config["SETTINGS"].secure if secure is None else secure)
    security = Security(
        app, store.UserStore(), mail_util_cls=OutboxMail, password_util_cls=forms.Passwords, totp_cls=VaultTotp,
        webauthn_util_cls=PasskeyRules, mf_recovery_codes_util_cls=KeyedRecoveryCodes, **SECURITY_FORMS,
    )  # fmt: skip
    words.init_app(app)
    store.init_app(app, security)
    confirm.init_app(app)
    guard.init_app(app)
    set_up.init_app(app, security)
    pages.init_app(app, security)
