"""The form that ours are made of."""

from functools import lru_cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import i18n

from marketplace.web.shared import languages


class Form(FlaskForm):
    """Flask-WTF's, but for this: the library's own words are read from their file once, not in each request."""

    class Meta(FlaskForm.Meta):
        """How it differs."""

        def get_translations(self, form: Any) -> Any:
            """The library's words in the request's language."""
            return _words(languages.spoken().code)


@lru_cache
def _words(language: str) -> Any:
    return i18n.get_translations([language])
