"""What is agreed to by becoming a member: the programme's text about personal data, as it was on the screen."""

import hashlib
from typing import Any, NamedTuple

from flask import g, url_for
from flask_babel import force_locale, gettext, lazy_gettext
from wtforms import Field, ValidationError
from wtforms.validators import DataRequired

from marketplace import members, programmes
from marketplace.core import clock
from marketplace.web.shared import filters
from marketplace.web.shared.entry_points import first
from marketplace.web.shared.form import ComparedField

KIND = "privacy"
# They stand beside the box, and are what is agreed to while no text is published.
WORDS = lazy_gettext("I agree that my personal data is kept and used for the programme")


class Agreement(NamedTuple):
    """One text that can be agreed to: its language, its version (0: the words beside the box), its digest."""

    language: str
    version: int
    digest: bytes


class AgreedForm:
    """A form with the box. What the box sends is the digest of the text that was on the screen."""

    agreed = ComparedField(validators=[DataRequired(lazy_gettext("You cannot join without this."))])

    def validate_agreed(self, field: Field) -> None:
        """The text must be one that applies now, in any language of the programme."""
        if _found(field.data) is None:
            field.data = ""
            raise ValidationError(gettext("Read the text and accept it again."))


def shown() -> dict[str, Any]:
    """For the template: the words, what the box sends, and where the text is read ("" where there is none)."""
    agreement = _in(filters.language())
    shown_at = first("texts") if agreement.version > 0 else ""
    href = url_for(shown_at, kind=KIND) if shown_at else ""
    return {"words": WORDS, "digest": agreement.digest.hex(), "href": href}


def keep(user_id: int, sent: str) -> None:
    """Store what a valid form has sent, in the open transaction."""
    agreement = _found(sent)
    assert agreement is not None, "a form that was not valid"
    members.consent(
        user_id, g.programme.id, KIND, language=agreement.language, version=agreement.version, digest=agreement.digest,
        now=clock.now(),
    )  # fmt: skip


def _found(sent: str | None) -> Agreement | None:
    current = [_in(language) for language in g.programme.languages]
    return next((one for one in current if one.digest.hex() == sent), None)


def _in(language: str) -> Agreement:
    try:
        text = programmes.text(g.programme.id, "privacy", language)
    except programmes.NoText:
        with force_locale(language):
            said = f"{g.programme.id}\n{KIND}\n{language}\n{WORDS}"
        return Agreement(language, 0, hashlib.sha256(said.encode()).digest())
    return Agreement(text.language, text.version, text.digest)
