"""What staff says when a gift or a card has gone to the wrong person."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length, Regexp

from marketplace import gifts
from marketplace.core.audit import WHY_MAX
from marketplace.core.emails import ADDRESS_MAX
from marketplace.web.console.asker_form import AskerForm
from marketplace.web.shared.form import LineField, LinesField


class AddressForm(AskerForm):
    """To whom a gift should have gone, why, and what whoever asks could name; and a fresh ref, for where another person has to approve it."""

    ref = LineField(validators=[InputRequired(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    to_name = LineField(_l("Their name"), validators=[InputRequired(_l("Say to whom.")), Length(max=gifts.NAME_MAX)])
    email = LineField(_l("Address"), validators=[InputRequired(_l("Enter an address.")), Length(max=ADDRESS_MAX)])
    note = LinesField(
        _l("Why"), validators=[InputRequired(_l("Say why: it is kept in the audit log.")), Length(max=WHY_MAX)]
    )


class MemberForm(AskerForm):
    """Whose a card should be, why, and what whoever asks could name; and a fresh ref for the proposal."""

    ref = LineField(validators=[InputRequired(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    member = LineField(
        _l("Number, name, address or phone of the member"),
        validators=[InputRequired(_l("Say whose it should be.")), Length(max=100)],
    )
    note = LinesField(
        _l("Why"), validators=[InputRequired(_l("Say why: it is kept in the audit log.")), Length(max=WHY_MAX)]
    )
