"""What staff says before a member's data leaves the house."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from marketplace.core.audit import WHY_MAX
from marketplace.web.console.identified_form import IdentifiedForm
from marketplace.web.shared.form import LinesField


class ArchiveForm(IdentifiedForm):
    """Why staff takes a member's data out of the house."""

    note = LinesField(
        _l("Why"), validators=[DataRequired(_l("Say why: it is kept in the audit log.")), Length(max=WHY_MAX)]
    )
