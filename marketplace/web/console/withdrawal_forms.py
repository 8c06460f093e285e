"""What support says before a card is taken away."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Length, Regexp

from marketplace.core.audit import WHY_MAX
from marketplace.web.console.asker_form import AskerForm
from marketplace.web.console.withdrawal_words import REFUNDS, WHYS
from marketplace.web.shared.form import LineField, LinesField


class WithdrawalForm(AskerForm):
    """What becomes of the rest, why, a note, and what whoever asks could name; and a fresh ref for the proposal that may come of it."""

    ref = LineField(validators=[InputRequired(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    refund = RadioField(
        _l("What comes back"), choices=list(REFUNDS.items()), validators=[InputRequired(_l("Choose what comes back."))]
    )
    reason = RadioField(_l("Reason"), choices=list(WHYS.items()), validators=[InputRequired(_l("Choose a reason."))])
    note = LinesField(
        _l("Why"), validators=[InputRequired(_l("Say why: it is kept in the audit log.")), Length(max=WHY_MAX)]
    )
