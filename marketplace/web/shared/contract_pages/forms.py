"""What one side writes about a version."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from marketplace.core.audit import WHY_MAX
from marketplace.web.shared.form import Form, LinesField


class RefusalForm(Form):
    """Why a version is not wanted."""

    why = LinesField(_l("Why"), validators=[DataRequired(_l("Say why.")), Length(max=WHY_MAX)])
