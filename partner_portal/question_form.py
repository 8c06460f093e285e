"""What a partner answers when support asks about a card's code."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired, Length

from marketplace.core.bounds import COLUMN_MAX
from marketplace.web.shared.form import Form, LinesField


class AnswerForm(Form):
    """Whether the code is cancelled, and what support should know."""

    outcome = RadioField(
        _l("The code"), choices=[SelectChoice("cancelled", _l("is cancelled: it can no longer be used")), SelectChoice("kept", _l("cannot be cancelled"))],
        validators=[InputRequired(_l("Choose one."))],
    )  # fmt: skip
    note = LinesField(_l("What support should know"), validators=[Length(max=COLUMN_MAX["case_question_answers.note"])])
