"""What a member says when something is wrong: what happened, more if there is more, how to answer; and later messages."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from marketplace.giftcards import Card
from marketplace.support import cases
from marketplace.web.shared.case_words import CATEGORIES
from marketplace.web.shared.form import Form, LineField, LinesField

REF = r"[0-9A-HJKMNP-TV-Z]{26}\Z"
# What may be wrong with a card: in a word, and where.
OF_CARD = (
    ("refused", _l("Was refused"), _l("at a till or on a site")), ("exposed", _l("Others have the code"), _l("lost, stolen")),
    ("sum", _l("Wrong sum"), _l("too much was taken")), ("other", _l("Something else"), _l("describe it below")),
)  # fmt: skip
WITHOUT_CARD = ("not_arrived", "points", "account", "data", "other")


class CaseForm(Form):
    """A new request; about a card it may freeze the card at once."""

    ref = LineField(validators=[InputRequired(), Regexp(REF)])
    card = HiddenField(validators=[Length(max=40)])
    order = HiddenField(validators=[Length(max=20)])
    what = RadioField(_l("What happened?"), validators=[InputRequired(_l("Choose what happened."))])
    text = LinesField(_l("Add anything else"), validators=[Length(max=cases.TEXT_MAX)])
    reply = RadioField(_l("Where to answer"), default="letter")
    freeze = BooleanField(_l("Freeze the card at once"))
    another = BooleanField()  # beside a request about the same card that is open

    def __init__(self, card: Card | None, *, phone: str, **values: Any) -> None:
        super().__init__(**values)
        if card is None:
            self.text.label.text = gettext("Tell us what happened")
        of_card = [SelectChoice(name, title) for name, title, _ in OF_CARD]
        self.what.choices = of_card if card else [SelectChoice(name, CATEGORIES[name]) for name in WITHOUT_CARD]
        self.reply.choices = [SelectChoice(way, "") for way in (("letter", "phone") if phone else ("letter",))]

    def validate_text(self, field: LinesField) -> None:
        """What the choice does not say has to be said in words."""
        if self.what.data in ("other", "sum", *WITHOUT_CARD) and not (field.data or "").strip():
            raise ValidationError(_l("Tell us what happened."))


class MessageForm(Form):
    """More about a request."""

    ref = LineField(validators=[InputRequired(), Regexp(REF)])
    text = LinesField(
        _l("Add to the request"), validators=[DataRequired(_l("Write something first.")), Length(max=cases.TEXT_MAX)]
    )
