"""The form that ours are made of, and its fields: one rule for texts and one for numbers, at every door."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import IntegerField, StringField, TextAreaField, i18n

from marketplace.core import numbers, pans, texts
from marketplace.web.shared import filters, languages, reasons


class LineField(StringField):
    """A name, title or reason: a text of one line, by the one rule of `core.texts`; "" where nothing was typed."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed. Raises ValueError with the words for why it cannot be taken."""
        self.data = valuelist[0] if valuelist else self.data or ""
        self.data = _cleaned(texts.one_line, self.data)


class LinesField(TextAreaField):
    """A remark or letter: a text that may have several lines, by the one rule of `core.texts`; "" where nothing was typed."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed. Raises ValueError with the words for why it cannot be taken."""
        self.data = valuelist[0] if valuelist else self.data or ""
        self.data = _cleaned(texts.lines, self.data)


class ReceiptField(LineField):
    """The number of a receipt, as a till prints it: one line, whose digits are nobody's card."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed. Raises ValueError with the words for why it cannot be taken."""
        given = valuelist[0] if valuelist else ""
        if given.isascii() and given.isprintable():
            self.data = given.strip()
        else:
            super().process_formdata(valuelist)


class ComparedField(StringField):
    """A text that is compared with what we have, or searched for, and never kept: it is taken as it was typed."""


class NumberField(IntegerField):
    """A whole number, by the one parser of `core.numbers`; None where nothing was typed."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError with the words for why it cannot be taken."""
        if not valuelist:
            return
        self.data = None
        try:
            self.data = numbers.whole(valuelist[0].strip(), commas_group=filters.commas_group())
        except texts.Unfit as no:
            raise ValueError(self.invalid_value_message or reasons.said_of(no)) from None


class Form(FlaskForm):
    """Flask-WTF's, but for this: the library's own words are read from their file once, not in each request."""

    class Meta(FlaskForm.Meta):
        """How it differs."""

        def get_translations(self, form: Any) -> Any:
            """The library's words in the request's language."""
            return _words(languages.spoken().code)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What a script sends as JSON counts like a form's fields; whatever else JSON can say, a form does not."""
            if not request.is_json or request.files or request.form:
                return super().wrap_formdata(form, formdata)
            said = request.get_json(silent=True)
            fields = said.items() if isinstance(said, dict) else ()
            return ImmutableMultiDict({name: str(one) for name, one in fields if isinstance(one, str | int | float)})

    def validate(self, extra_validators: Any = None) -> bool:
        """As the library does; and no free text holds the number of a payment card."""
        valid = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field, TextAreaField) and field.data and pans.found(field.data):
                field.errors = [gettext("Remove card numbers: they are never kept here.")]
                valid = False
        return valid


def _cleaned(rule: Callable[[str], str], given: str) -> str:
    """Raises ValueError with the words for why it cannot be taken."""
    try:
        return rule(given)
    except texts.Unfit as no:
        raise ValueError(reasons.said_of(no)) from None


@lru_cache
def _words(language: str) -> Any:
    return i18n.get_translations([language])
