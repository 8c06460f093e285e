"""What is asked before something happens to a batch."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from marketplace.web.shared.form import Form, LineField, NumberField


class ReasonForm(Form):
    """Why a batch is withdrawn or released."""

    why = LineField(_l("Why"), validators=[DataRequired(_l("Say why. It is kept in the audit log.")), Length(max=200)])


class ThresholdForm(Form):
    """Below how many codes a value runs low; left empty, it depends on how fast it sells."""

    codes = NumberField(
        _l("Warn us below"),
        validators=[Optional(), NumberRange(0, 1_000_000, _l("A whole number, up to a million."))],
        render_kw={"inputmode": "numeric"},
    )
