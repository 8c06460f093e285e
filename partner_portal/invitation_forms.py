"""What is asked of somebody who follows an invitation."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import DataRequired, Length

from marketplace.web.shared.form import Form

__all__ = ["Form", "PasswordForm", "PlainForm"]


class PasswordForm(Form):
    """The password: chosen now, or the one that the user has."""

    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Enter a password.")), Length(max=1024)])


class PlainForm(Form):
    """For anyone who is signed in already: to press is enough."""
