"""The forms of a team: whom to invite, which role somebody gets, why somebody goes."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import DataRequired, Email, Length

from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.emails import ADDRESS_MAX
from marketplace.identity import PARTNER_ROLES
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField
from marketplace.web.shared.languages import TONGUES
from marketplace.web.shared.role_words import ROLES

NAME_MAX = COLUMN_MAX["invitations.name"]


class RoleForm(Form):
    """Which of a partner's roles."""

    role = RadioField(_l("Role"), validators=[DataRequired(_l("Choose a role."))])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.role.choices = [SelectChoice(role.value, ROLES[role]) for role in PARTNER_ROLES]


class InvitationForm(RoleForm):
    """Whom to write to, what colleagues call them, in which language."""

    name = LineField(
        _l("First and last name"), validators=[DataRequired(_l("Enter their name.")), Length(max=NAME_MAX)]
    )

    email = LineField(
        _l("Email"),
        validators=[
            DataRequired(_l("Enter an address.")),
            Length(max=ADDRESS_MAX),
            Email(_l("This is not an email address.")),
        ],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    language = SelectField(_l("Email language"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.language.choices = [
            SelectChoice(code, TONGUES[code][2]) for code in g.programme.languages if code in TONGUES
        ]
        if self.language.data is None:
            self.language.data = filters.language()


class LeavingForm(Form):
    """Why an access is closed."""

    why = LineField(_l("Why"), validators=[DataRequired(_l("Say why. It is kept in the audit log.")), Length(max=200)])
