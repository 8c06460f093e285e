"""What a member says of themselves, in every form that asks for it: name, city, the language of their letters."""

import re
from typing import Any

from flask import g
from flask_babel import gettext, lazy_gettext
from wtforms import Field, Form, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from marketplace import programmes
from marketplace.core import texts
from marketplace.core.bounds import COLUMN_MAX
from marketplace.web.shared.filters import local
from marketplace.web.shared.languages import TONGUES

_MARKS = re.compile("[<>]")


def plain_name(_form: Form, field: Field) -> None:
    """A name is a text of one line; marks of a web page are none of it."""
    try:
        field.data = texts.one_line(re.sub(" {2,}", " ", field.data or ""))
        if _MARKS.search(field.data):
            raise texts.Unfit("has marks of a web page")
    except texts.Unfit:
        raise ValidationError(gettext("A name cannot contain these characters.")) from None


class MemberFields:
    """To be put before a form among the bases of one that asks for a member's name, city and language."""

    first_name = StringField(
        lazy_gettext("First name"),
        validators=[
            DataRequired(lazy_gettext("Enter your name.")),
            Length(max=COLUMN_MAX["members.first_name"]),
            plain_name,
        ],
        render_kw={"autocomplete": "given-name"},
    )
    last_name = StringField(
        lazy_gettext("Last name"),
        validators=[Length(max=COLUMN_MAX["members.last_name"]), plain_name],
        render_kw={"autocomplete": "family-name"},
    )
    city = SelectField(lazy_gettext("City"), validators=[Optional()])
    language = SelectField(lazy_gettext("Email language"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.city.choices = _cities()
        self.language.choices = _languages()


def _cities() -> list[SelectChoice]:
    """All of them, "any" first, named in the language of the page."""
    named = [SelectChoice(city.slug, local(city, "name")) for city in programmes.cities()]
    return [SelectChoice("", gettext("Any city")), *named]


def _languages() -> list[SelectChoice]:
    """Those of the programme."""
    programme = g.get("programme")
    offered = programme.languages if programme else tuple(TONGUES)
    return [SelectChoice(code, TONGUES[code][2]) for code in offered if code in TONGUES]
