"""What support says before a card gets another code."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Length, Regexp

from marketplace.core.bounds import COLUMN_MAX
from marketplace.web.console.identified_form import IdentifiedForm
from marketplace.web.console.reissue_words import REASONS
from marketplace.web.shared.form import LineField


class ReissueForm(IdentifiedForm):
    """What is wrong, what the caller could name, a note; and a fresh ref for the proposal that may come of it."""

    ref = LineField(validators=[InputRequired(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    reason = RadioField(
        _l("What is wrong"), choices=list(REASONS.items()), validators=[InputRequired(_l("Choose what is wrong."))]
    )
    note = LineField(_l("Note"), validators=[Length(max=COLUMN_MAX["reissues.note"])])
