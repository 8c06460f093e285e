"""What somebody writes who has looked at an alarm."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from marketplace import tills
from marketplace.web.shared.form import Form, LinesField


class AnswerForm(Form):
    """What somebody found who has looked at an alarm."""

    note = LinesField(
        _l("What did you find?"), validators=[DataRequired(_l("Say what you found.")), Length(max=tills.ALARM_NOTE_MAX)]
    )
