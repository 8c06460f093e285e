"""What is asked of somebody who follows an invitation."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import DataRequired, Length

from marketplace.core.bounds import COLUMN_MAX
from marketplace.web.shared.form import Form, LineField

__all__ = ["PasswordForm", "PlainForm"]
NAME_MAX = COLUMN_MAX["users.name"]


class PlainForm(Form):
    """For anyone who is signed in already: what colleagues call them, and to press is enough."""

    name = LineField(_l("Your first and last name"), validators=[Length(max=NAME_MAX)])


class PasswordForm(PlainForm):
    """The password, too: chosen now, or the one that the user has."""

    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Enter a password.")), Length(max=1024)])
