"""What support says before one membership goes on as another: which, why, and what shows that both are one person's."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from marketplace.web.console.corrections_evidence import EvidenceForm
from marketplace.web.shared.form import Form, LineField, LinesField


class OtherForm(Form):
    """Which membership stays: its number, or what it may be found by."""

    class Meta(Form.Meta):
        """It changes nothing: the address of the page keeps it."""

        csrf = False

    into = LineField(
        _l("Number, name, address or phone of the membership that stays"),
        validators=[InputRequired(_l("Enter the member’s number.")), Length(max=100)],
    )


class MergeForm(EvidenceForm):
    """The same with the reason, the evidence and a fresh ref for the proposal."""

    ref = LineField(validators=[InputRequired(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    into = LineField(validators=[InputRequired(), Length(max=20)])
    note = LinesField(
        _l("How you know that they are one person"),
        validators=[DataRequired(_l("Say why: it is kept in the audit log.")), Length(max=1000)],
    )
