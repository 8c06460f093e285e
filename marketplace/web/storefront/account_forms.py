"""The forms of a member's own pages."""

import re

from flask_babel import gettext, lazy_gettext
from wtforms import Field, ValidationError
from wtforms.validators import Length, Optional

from marketplace.web.shared.form import Form, LineField
from marketplace.web.shared.member_fields import MemberFields
from marketplace.web.shared.security.agreement import AgreedForm

# It stays in one line.
PHONE = "+7\u00a0900\u00a0000\u201100\u201100"


class NameForm(MemberFields, Form):
    """What a member says about themselves."""


class JoiningForm(AgreedForm, NameForm):
    """What a user who becomes a member says, and agrees to."""


class ProfileForm(NameForm):
    """The same with a telephone."""

    phone = LineField(
        lazy_gettext("Phone"),
        validators=[Optional(), Length(max=24)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )

    def validate_phone(self, field: Field) -> None:
        """Digits with an optional plus; people write spaces, dashes and brackets between them."""
        plain = re.sub(r"[\s()\-\u2010-\u2015.]", "", field.data or "")
        if plain and not re.fullmatch(r"\+?[0-9]{7,15}", plain):
            raise ValidationError(gettext("Enter a phone number like %(example)s.", example=PHONE))
        field.data = plain
