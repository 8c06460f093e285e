"""The forms of sign-in, sign-up and passwords."""

import re
from typing import Any

from flask import g, request
from flask_babel import get_locale, gettext, lazy_gettext
from flask_security import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    PasswordUtil,
    RegisterFormV2,
    ResetPasswordForm,
    SendConfirmationForm,
)
from flask_security.forms import Form
from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from marketplace import identity, members
from marketplace.web.shared.member_fields import MemberFields
from marketplace.web.shared.security.agreement import AgreedForm
from marketplace.web.shared.security.words import PASSWORD_FAULTS


def lookup(who: str) -> identity.User | None:
    """The user of a mail address, or of a member number of the request's programme; the same work for either."""
    if "@" in who:
        return identity.user_by_email(who)
    programme = g.get("programme")
    member = members.by_number(programme.id, who) if programme else None
    return identity.user(member.user_id) if member is not None and member.user_id is not None else None


class Passwords(PasswordUtil):
    """Our rules for passwords in the library's place."""

    def validate(self, password: str, is_register: bool, **known: Any) -> tuple[list[str] | None, str]:
        plain = self.normalize(password)
        user = known.get("user")
        about = (user.email,) if user is not None else (str(known.get("email") or ""),)
        fault = identity.password_fault(plain, about)
        return ([gettext(PASSWORD_FAULTS[fault])] if fault else None), plain


class SignInForm(LoginForm):
    """Address or member number, and password. Whatever is wrong, the answer is one and the same."""

    email = StringField(
        lazy_gettext("Email or member number"),
        validators=[DataRequired(), Length(max=254)],
        render_kw={"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        validators=[DataRequired(), Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )
    remember = None
    submit = None

    def validate(self, **extra: Any) -> bool:
        self.ifield = self.email
        self.user = lookup((self.email.data or "").strip()[:254])
        passed = super().validate(**extra)
        if not passed and self.user_authenticated and self.requires_confirmation:
            # He has shown the right password, so he may learn what is missing.
            self.form_errors.extend(self.email.errors)
            self.email.errors = []
        return bool(passed)


class SignUpForm(MemberFields, AgreedForm, RegisterFormV2):
    """Who wants to be a member."""

    member_number = StringField(
        lazy_gettext("Member number, if you have one"),
        validators=[Optional(), Length(max=24)],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    submit = None

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.email.label.text = gettext("Email")
        self.password.label.text = gettext("Password")
        if self.language.data is None and request.method == "GET":
            locale = get_locale()
            self.language.data = locale.language if locale else None

    def validate_member_number(self, field: Field) -> None:
        field.data = members.plain_number(field.data or "")
        if field.data and not re.fullmatch(r"[0-9A-Z]{6,16}", field.data):
            raise ValidationError(gettext("A member number has ten digits."))

    def validate(self, **extra: Any) -> bool:
        passed = super().validate(**extra)
        names = (self.first_name.data or "", self.last_name.data or "")
        if isinstance(self.password.data, str) and identity.password_fault(self.password.data, names) == "personal":
            said = PASSWORD_FAULTS["personal"]
            self.password.errors = [gettext(said)]
            return False
        return bool(passed)


class ConfirmForm(Form):
    """The password chosen at sign-up: so an address is confirmed by the one who gave it, and by nobody else."""

    password = PasswordField(
        lazy_gettext("The password you chose"),
        validators=[DataRequired(), Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )


class AddressForm(SendConfirmationForm):
    """Another letter to confirm an address."""

    submit = None


class ForgottenForm(ForgotPasswordForm):
    """A letter for a new password."""

    submit = None


class NewPasswordForm(ResetPasswordForm):
    """The new password itself, after the link of the letter."""

    submit = None
    password_confirm = None


class OtherPasswordForm(ChangePasswordForm):
    """Another password for somebody who is signed in."""

    password = PasswordField(
        lazy_gettext("Password now"), validators=[Length(max=1024)], render_kw={"autocomplete": "current-password"}
    )
    submit = None
    new_password_confirm = None
