"""How much money staff sends back, and why; what was done about a payment that needed a person."""

from decimal import Decimal

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, ValidationError
from wtforms.validators import DataRequired, Length, Regexp

from marketplace.core import ids, numbers
from marketplace.core.audit import WHY_MAX
from marketplace.core.money import minor_digits
from marketplace.core.texts import Unfit
from marketplace.payments import MIN_REASON_LENGTH, Payment
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField, LinesField


class RefundForm(Form):
    """An amount as people type it, the reason, and the ref under which it is sent back once."""

    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    amount = LineField(
        lazy_gettext("Amount"), validators=[Length(max=40)], render_kw={"inputmode": "decimal", "autocomplete": "off"}
    )
    why = LinesField(lazy_gettext("Reason"), validators=[Length(max=WHY_MAX)], render_kw={"rows": 3})

    def __init__(self, payment: Payment) -> None:
        super().__init__()
        self.payment, self.minor = payment, 0

    def validate_amount(self, field: LineField) -> None:
        """A sum of the payment's currency."""
        try:
            units = numbers.parse((field.data or "").strip(), commas_group=filters.commas_group())
        except Unfit:
            units = Decimal(0)
        minor = units.scaleb(minor_digits(self.payment.currency))
        if minor < 1 or minor != int(minor) or minor > self.payment.amount:
            raise ValidationError(
                gettext(
                    "Enter an amount up to %(most)s.", most=filters.money(self.payment.amount, self.payment.currency)
                )
            )
        self.minor = int(minor)


class DealtForm(Form):
    """What was done about a payment that needed a person."""

    why = LinesField(
        lazy_gettext("What was done"),
        validators=[DataRequired(lazy_gettext("Say what was done.")), Length(min=MIN_REASON_LENGTH, max=1000)],
        render_kw={"rows": 3},
    )
