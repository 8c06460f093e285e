"""The form that ours are made of."""

from functools import lru_cache
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, i18n

from marketplace.core import pans, texts
from marketplace.web.shared import languages, reasons


class LineField(StringField):
    """A name, title or reason: a text of one line, by the one rule of `core.texts`; "" where nothing was typed."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed. Raises ValueError with the words for why it cannot be taken."""
        given = valuelist[0] if valuelist else ""
        try:
            self.data = texts.one_line(given)
        except texts.Unfit as no:
            self.data = given
            raise ValueError(reasons.told({"reason": no.reason.sentence, "facts": no.reason.facts})) from None


class Form(FlaskForm):
    """Flask-WTF's, but for this: the library's own words are read from their file once, not in each request."""

    class Meta(FlaskForm.Meta):
        """How it differs."""

        def get_translations(self, form: Any) -> Any:
            """The library's words in the request's language."""
            return _words(languages.spoken().code)

    def validate(self, extra_validators: Any = None) -> bool:
        """As the library does; and no free text holds the number of a payment card."""
        valid = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field, TextAreaField) and field.data and pans.found(field.data):
                field.errors = [*field.errors, gettext("Remove card numbers: they are never kept here.")]
                valid = False
        return valid


@lru_cache
def _words(language: str) -> Any:
    return i18n.get_translations([language])
