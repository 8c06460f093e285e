"""The forms of the second factor, and of showing once more that it is you."""

from typing import Any

from flask import current_app, flash, g, request
from flask_babel import gettext, lazy_gettext, ngettext
from flask_security import (
    MfRecoveryForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
    current_user,
)
from flask_security.forms import Form
from flask_security.utils import get_message
from werkzeug.local import LocalProxy
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from marketplace.web.shared.form import ComparedField, LineField
from marketplace.web.shared.security.factor import factor_shown, ways

_security: Any = LocalProxy(lambda: current_app.extensions["security"])
CODE_BOX = {
    "autocomplete": "one-time-code", "inputmode": "numeric", "pattern": "[0-9 ]*", "maxlength": "7", "spellcheck": "false",
}  # fmt: skip


class Never(HiddenField):
    """A box of the library's forms that we do not offer; whatever is sent in it, it stays empty."""

    def process_formdata(self, _values: list[Any]) -> None:
        self.data = None


class CodeForm(TwoFactorVerifyCodeForm):
    """Six digits of the authenticator. Those of one that is only being set up prove nothing about who sets it up."""

    code = ComparedField(lazy_gettext("Code"), validators=[DataRequired(), Length(max=7)], render_kw=CODE_BOX)
    submit = None

    def validate(self, **extra: Any) -> bool:
        passed = bool(super().validate(**extra))
        if passed and not g.get("totp_is_new", True):
            factor_shown()
        return passed


RECOVERY_BOX = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class RecoveryForm(MfRecoveryForm):
    """One of the codes that were printed for the day the telephone is lost."""

    code = ComparedField(
        lazy_gettext("Recovery code"),
        validators=[DataRequired(), Length(max=20)],
        render_kw=RECOVERY_BOX,
    )
    submit = None

    def validate(self, **extra: Any) -> bool:
        passed = bool(super().validate(**extra))
        if passed:
            factor_shown()
            _say_how_many(self.user)
        return passed


def _say_how_many(user: Any) -> None:
    """Tell how many recovery codes are left after one was used."""
    left = len(user.mf_recovery_codes or [])
    flash(
        ngettext("%(num)s recovery code is left.", "%(num)s recovery codes are left.", left),
        "info" if left > 2 else "warn",
    )


class AgainForm(VerifyForm):
    """Show once more that it is you: by code where there is an authenticator, else by password where there is nothing.

    With `by=recovery` in the address: by a recovery code, where the factor is not at hand.
    """

    code = ComparedField(lazy_gettext("Code"), validators=[DataRequired(), Length(max=7)], render_kw=CODE_BOX)
    password = PasswordField(
        lazy_gettext("Password"),
        validators=[DataRequired(), Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )
    recovery_code = ComparedField(
        lazy_gettext("Recovery code"), validators=[DataRequired(), Length(max=20)], render_kw=RECOVERY_BOX
    )
    submit = None

    def __init__(self, *args: Any, user: Any, **values: Any) -> None:
        super().__init__(*args, user=user, **values)
        way = ways()
        lost = way["recovery"] and request.args.get("by") == "recovery"
        if lost or not way["code"]:
            del self.code
        if not way["password"]:
            del self.password
        if not lost:
            del self.recovery_code

    def validate(self, **extra: Any) -> bool:
        if not Form.validate(self, **extra):
            return False
        if "code" in self:
            window = current_app.config["SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY"]
            factory = _security.totp_factory
            passed = factory.verify_totp(self.code.data, self.user.tf_totp_secret, self.user, window)
            self.code.errors = [] if passed else [get_message("TWO_FACTOR_INVALID_TOKEN")[0]]
        elif "recovery_code" in self:
            user = current_user._get_current_object()
            passed = _security.mf_recovery_codes_util.check_recovery_code(user, self.recovery_code.data)
            self.recovery_code.errors = [] if passed else [get_message("INVALID_RECOVERY_CODE")[0]]
            if passed:
                _say_how_many(user)
        elif "password" in self:
            self.password.data = _security.password_util.normalize(self.password.data)
            passed = self.user.verify_and_update_password(self.password.data)
            self.password.errors = [] if passed else [get_message("INVALID_PASSWORD")[0]]
        else:
            return False
        if passed:
            factor_shown()
        return bool(passed)


class PasskeyNameForm(WebAuthnRegisterForm):
    """A name for a new passkey, and whether it signs in alone."""

    name = LineField(
        lazy_gettext("Name of the key"),
        validators=[DataRequired(lazy_gettext("Give the key a name.")), Length(max=64)],
        render_kw={"autocomplete": "off", "placeholder": lazy_gettext("My phone")},
    )
    submit = None


class PasskeyRemovalForm(WebAuthnDeleteForm):
    """Which passkey goes. Who must have a second factor keeps the last one."""

    submit = None

    def validate(self, **extra: Any) -> bool:
        if not super().validate(**extra):
            return False
        user = current_user
        if user.needs_factor and not user.has_totp and len(user.webauthn) == 1:
            self.name.errors = [gettext("This is your last second factor. Set up another one first.")]
            return False
        return True


class PasskeyForm(WebAuthnSigninForm):
    """The start of a sign-in by passkey."""

    remember = Never()
    identity = Never()
    submit = None


class PasskeyAnswerForm(WebAuthnSigninResponseForm):
    """What the device answered."""

    remember = Never()
    submit = None

    def validate(self, **extra: Any) -> bool:
        if not super().validate(**extra):
            return False
        if not self.is_verify or (self.user is not None and self.user.id == current_user.id):
            factor_shown()
        return True
