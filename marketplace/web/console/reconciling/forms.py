"""What people fill in when they reconcile."""

from datetime import date
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, HiddenField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from marketplace.core import ids
from marketplace.core.bounds import COLUMN_MAX
from marketplace.reconciliation import WHY_MAX
from marketplace.web.shared.form import Form, LineField, NumberField
from marketplace.web.shared.statement_pages.forms import amount

_WHY = [DataRequired(_l("Say why.")), Length(max=WHY_MAX)]
_DAY = [InputRequired(_l("Enter a day."))]


class WhyForm(Form):
    """A reason, which is kept."""

    why = LineField(_l("Why"), validators=_WHY)


class AccountForm(WhyForm):
    """Which account of which file is the programme's, and why: by its place among those of the file that are not, and as it was shown."""

    run = NumberField(widget=HiddenInput())
    place = NumberField(widget=HiddenInput())
    number = HiddenField()
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])


class ClearForm(WhyForm):
    """Why nobody waits for a till to tell of a redemption."""

    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])


class DecideForm(Form):
    """Which redemptions a receipt of a till is, and why."""

    chosen = SelectMultipleField(_l("Belongs to it"), coerce=int, validate_choice=False)
    why = LineField(_l("Why"), validators=_WHY)


class MatchForm(Form):
    """Which ones belong together, and what the difference is."""

    chosen = SelectMultipleField(
        _l("Belongs to it"), coerce=int, validate_choice=False, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )  # fmt: skip
    other = LineField(
        _l("Or by number"), validators=[Optional(), Regexp(r"[0-9]{1,18}\Z")], render_kw={"inputmode": "numeric"}
    )
    rest = SelectField(
        _l("If the amounts differ"),
        choices=[("open", _l("the rest stays open")), ("fee", _l("the bank or the acquirer kept it back as a fee"))],
    )
    why = LineField(_l("Why"), validators=_WHY)

    def ids(self) -> list[int]:
        """What was chosen."""
        return [*(self.chosen.data or []), *([int(self.other.data)] if self.other.data else [])]


class MendForm(Form):
    """What a part that could not be read is."""

    sum = LineField(
        _l("Amount, negative if it went out"), validators=[InputRequired(_l("Enter an amount, such as 184.90."))]
    )
    booked = DateField(_l("Day"), validators=_DAY)
    reference = LineField(_l("The bank’s reference"), validators=[Length(max=COLUMN_MAX["bank_entries.reference"])])
    party = LineField(_l("Who"), validators=[Length(max=COLUMN_MAX["bank_entries.party"])])
    note = LineField(_l("What for"), validators=[Length(max=COLUMN_MAX["bank_entries.note"])])
    why = LineField(_l("Why"), validators=_WHY)

    def __init__(self, currency: str, **values: Any) -> None:
        super().__init__(**values)
        self.currency, self.minor = currency, 0

    def validate_sum(self, field: Field) -> None:
        """An amount of the account's currency, not zero."""
        self.minor = amount(field.data or "", self.currency)
        if not self.minor:
            raise ValidationError(_l("Enter an amount, such as 184.90."))

    def validate_booked(self, field: Field) -> None:
        """A day on which banks kept books."""
        if field.data and not date(2000, 1, 1) <= field.data <= date(2100, 1, 1):
            raise ValidationError(_l("Enter a day."))


class PartnersSumForm(Form):
    """A partner and a sum of the programme's currency, and the ref under which it is asked once."""

    partner = SelectField(_l("Partner"), coerce=int)
    sum = LineField(
        _l("Amount"),
        validators=[InputRequired(_l("Enter an amount, such as 184.90."))],
        render_kw={"inputmode": "decimal"},
    )
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])

    def __init__(self, partners: list[tuple[int, str]], **values: Any) -> None:
        super().__init__(**values)
        self.partner.choices = partners
        self.minor = 0

    def validate_sum(self, field: Field) -> None:
        """An amount of the programme's currency, above zero."""
        self.minor = amount(field.data or "", g.programme.currency)
        if self.minor <= 0:
            raise ValidationError(_l("Enter an amount, such as 184.90."))


class DepositForm(PartnersSumForm):
    """Which partner pays in how much, and by when."""

    due = DateField(_l("By"), validators=_DAY)


class ReleaseForm(PartnersSumForm):
    """How much of which partner's deposit is kept no longer, and why."""

    why = LineField(_l("Why"), validators=_WHY)
