"""What support says before a card gets another code."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace import support
from marketplace.core.bounds import COLUMN_MAX
from marketplace.web.console.reissue_words import IDENTIFIED, REASONS
from marketplace.web.shared.form import Form, LineField


class ReissueForm(Form):
    """What is wrong, what the caller could name, a note; and a fresh ref for the proposal that may come of it."""

    ref = LineField(validators=[InputRequired(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    identified = SelectMultipleField(
        _l("What the caller could name"), choices=list(IDENTIFIED.items()), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )  # fmt: skip
    reason = RadioField(
        _l("What is wrong"), choices=list(REASONS.items()), validators=[InputRequired(_l("Choose what is wrong."))]
    )
    note = LineField(_l("Note"), validators=[Length(max=COLUMN_MAX["reissues.note"])])

    def validate_identified(self, field: SelectMultipleField) -> None:
        """Two facts at least, so that a name on a found phone is not enough."""
        if len(set(field.data or ())) < support.IDENTIFIED_LEAST:
            raise ValidationError(_l("Check at least two of these."))
