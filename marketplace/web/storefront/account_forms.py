"""The forms of a member's own pages."""

import re
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from marketplace.web.shared.security.forms import city_choices, language_choices, plain_name


class NameForm(FlaskForm):
    """What a member says about himself."""

    first_name = StringField(
        lazy_gettext("First name"),
        validators=[DataRequired(lazy_gettext("Enter your name.")), Length(max=80), plain_name],
        render_kw={"autocomplete": "given-name"},
    )
    last_name = StringField(
        lazy_gettext("Last name"), validators=[Length(max=80), plain_name], render_kw={"autocomplete": "family-name"}
    )
    city = SelectField(lazy_gettext("City"), validators=[Optional()])
    language = SelectField(lazy_gettext("Language of letters"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.city.choices = city_choices()
        self.language.choices = language_choices()


class ProfileForm(NameForm):
    """The same with a telephone."""

    phone = StringField(
        lazy_gettext("Phone"),
        validators=[Optional(), Length(max=24)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )

    def validate_phone(self, field: Field) -> None:
        """Digits with an optional plus; people write signs between them."""
        plain = re.sub(r"[\s()\-\u2010-\u2015.]", "", field.data or "")
        if plain and not re.fullmatch(r"\+?[0-9]{7,15}", plain):
            raise ValidationError(gettext("A phone number is written like +7 900 000-00-00."))
        field.data = plain
