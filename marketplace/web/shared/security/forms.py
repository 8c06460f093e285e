"""The forms of sign-in, sign-up and passwords."""

import re
from typing import Any

from flask import current_app
from flask_babel import gettext, lazy_gettext
from flask_security import (
    ChangePasswordForm,
    LoginForm,
    PasswordUtil,
    ResetPasswordForm,
)
from wtforms import EmailField, Field, PasswordField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from marketplace import identity, members
from marketplace.core.emails import ADDRESS_MAX
from marketplace.web.shared.form import ComparedField, Form
from marketplace.web.shared.member_fields import MemberFields
from marketplace.web.shared.security import names, wrong
from marketplace.web.shared.security.agreement import AgreedForm
from marketplace.web.shared.security.words import PASSWORD_FAULTS


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

    email = ComparedField(
        lazy_gettext("Email or member number"),
        validators=[DataRequired(), Length(max=ADDRESS_MAX)],
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
        self.user = known = names.lookup(self.email.data or "")
        passed = bool(super().validate(**extra))
        if not passed and self.email.data and self.password.data:
            wrong.note(self.email.data, known)
        return passed


class AddressForm(Form):
    """Where a letter goes: that of a sign-up, or that of a new password. Whether somebody has the address is not said."""

    email = EmailField(
        lazy_gettext("Email"),
        validators=[DataRequired(lazy_gettext("Enter an address.")), Length(max=ADDRESS_MAX)],
        render_kw={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )

    def validate_email(self, field: Field) -> None:
        """An address that can be written to, in the spelling in which it is kept."""
        try:
            field.data = current_app.extensions["security"].mail_util.validate(field.data)
        except ValueError:
            raise ValidationError(gettext("This is not an email address.")) from None


class NewcomerForm(MemberFields, AgreedForm, Form):
    """Who has followed the link of their letter, and now becomes a member."""

    password = PasswordField(
        lazy_gettext("Password"),
        validators=[DataRequired(lazy_gettext("Choose a password.")), Length(max=1024)],
        render_kw={"autocomplete": "new-password"},
    )
    member_number = ComparedField(
        lazy_gettext("Member number, if you have one"),
        validators=[Optional(), Length(max=24)],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )

    def __init__(self, *, address: str, **values: Any) -> None:
        super().__init__(**values)
        self.address = address

    def names(self) -> tuple[str, ...]:
        """What others may know of them."""
        return (self.first_name.data or "", self.last_name.data or "")

    def validate_member_number(self, field: Field) -> None:
        """Ours have ten digits; what others have brought along may be shorter or longer."""
        field.data = members.plain_number(field.data or "")
        if field.data and not re.fullmatch(r"[0-9A-Z]{6,16}", field.data):
            raise ValidationError(gettext("A member number has ten digits."))

    def validate_password(self, field: Field) -> None:
        """Not one that guessing starts with, nor one made of their name or address."""
        plain = current_app.extensions["security"].password_util.normalize(field.data)
        fault = identity.password_fault(plain, (self.address, *self.names()))
        if fault:
            raise ValidationError(gettext(PASSWORD_FAULTS[fault]))


class NewPasswordForm(ResetPasswordForm):
    """The new password itself, after the link of the letter."""

    submit = None
    password_confirm = None

    def validate(self, **extra: Any) -> bool:
        """The link acts once: of several that are opened at the same time one, and the others find that it is void."""
        if not super().validate(**extra):
            return False
        assert self.user is not None, "the page asks only whom its link names"
        if identity.held_uniquifier(self.user.id) == self.user.fs_uniquifier:
            return True
        self.form_errors.append(gettext("This link has been used already. Ask for another one."))
        return False


class OtherPasswordForm(ChangePasswordForm):
    """Another password for somebody who is signed in."""

    password = PasswordField(
        lazy_gettext("Current password"), validators=[Length(max=1024)], render_kw={"autocomplete": "current-password"}
    )
    submit = None
    new_password_confirm = None
