"""The forms of the fraud desk."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from marketplace import fraud
from marketplace.core.audit import WHY_MAX
from marketplace.web.console.fraud.words import LIMITS
from marketplace.web.shared.form import Form, LineField, LinesField, NumberField

REF = r"[0-9A-HJKMNP-TV-Z]{26}\Z"


class DecisionForm(Form):
    """Why; it is kept with the signal and in the audit."""

    ref = HiddenField(validators=[InputRequired(), Regexp(REF)])
    member = LineField(validators=[Length(max=20)])
    why = LinesField(
        _l("Why"), validators=[DataRequired(_l("Say why: it is kept in the audit log.")), Length(max=WHY_MAX)]
    )


class LimitsForm(Form):
    """The thresholds of a programme, a field each."""


for _name, _limit in fraud.LIMITS.items():
    setattr(LimitsForm, _name, NumberField(
        LIMITS[_name], validators=[InputRequired(_l("Enter a number.")), NumberRange(min=_limit.least, max=_limit.most)],
    ))  # fmt: skip
