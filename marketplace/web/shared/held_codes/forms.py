"""Why a code that came back is sold again, or never."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from marketplace.web.shared.form import Form, LineField

__all__ = ["Form", "RestockingForm", "RetirementForm"]


class RestockingForm(Form):
    """Why a code is sold again; it may be left out."""

    why = LineField(_l("Why"), validators=[Length(max=200)])


class RetirementForm(Form):
    """Why a code is never sold again."""

    why = LineField(_l("Why"), validators=[DataRequired(_l("Say why. It is kept in the audit log.")), Length(max=200)])
