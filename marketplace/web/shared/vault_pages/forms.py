"""What is asked before something happens to a batch."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from marketplace.web.shared.form import Form, LineField


class ReasonForm(Form):
    """Why a batch is withdrawn or released."""

    why = LineField(_l("Why"), validators=[DataRequired(_l("Say why. It is kept in the audit log.")), Length(max=200)])
