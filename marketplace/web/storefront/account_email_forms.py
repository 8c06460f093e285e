"""The forms of a change of address."""

from typing import Any

from flask import current_app
from flask_babel import gettext, lazy_gettext
from wtforms import EmailField, Field, PasswordField, ValidationError
from wtforms.validators import DataRequired, Length

from marketplace.core.emails import ADDRESS_MAX
from marketplace.web.shared.form import Form


class AddressForm(Form):
    """A new address to sign in with. Whether somebody has it is not said here."""

    email = EmailField(
        lazy_gettext("New email"),
        validators=[DataRequired(lazy_gettext("Enter an address.")), Length(max=ADDRESS_MAX)],
        render_kw={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )

    def __init__(self, *, current: str, said: str = "") -> None:
        super().__init__(data={"email": said})
        self.current = current

    def validate_email(self, field: Field) -> None:
        """An address as sign-up takes it, and another one than now."""
        try:
            field.data = current_app.extensions["security"].mail_util.validate((field.data or "").strip())
        except ValueError:
            raise ValidationError(gettext("This is not an email address.")) from None
        if field.data == self.current:
            raise ValidationError(gettext("You already sign in with this address."))


class PasswordForm(Form):
    """The password of the person who asked for something, so that the letter alone is not enough."""

    password = PasswordField(
        lazy_gettext("Password"),
        validators=[DataRequired(), Length(max=1024)],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, *, owner: Any) -> None:
        super().__init__()
        self.owner = owner

    def validate_password(self, field: Field) -> None:
        """The same rules for signs as at sign-in."""
        plain = current_app.extensions["security"].password_util.normalize(field.data)
        if not self.owner.verify_and_update_password(plain):
            raise ValidationError(gettext("This is not your password."))
