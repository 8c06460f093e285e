"""What staff says when a member wants their data erased."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from marketplace import erasures
from marketplace.web.console.identified_form import IdentifiedForm
from marketplace.web.shared.form import LinesField


class ErasureForm(IdentifiedForm):
    """How staff knows that the member asked."""

    evidence = LinesField(
        _l("Evidence"), validators=[DataRequired(_l("Say how the member asked.")), Length(max=erasures.EVIDENCE_MAX)]
    )
