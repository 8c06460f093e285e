"""What people fill in about payouts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from marketplace import settlements
from marketplace.core import ids
from marketplace.core.audit import WHY_MAX
from marketplace.settlements import Holder
from marketplace.web.console.money import bank_files
from marketplace.web.console.money.payout_words import CHANNELS, EVENTS
from marketplace.web.console.money.words import FIELDS
from marketplace.web.shared.form import Form, LineField, LinesField
from marketplace.web.shared.statement_pages.forms import amount

_NUMBER = _l("This number is not right.")
_LETTERS = _l("A bank’s file cannot carry this. Write it shorter, in Latin or Cyrillic letters.")
_WRONG = {
    ("bic", "key"): _l("This bank is not in the country of the IBAN."), ("bic", "form"): _l("There is no such bank code."),
    **{(name, "letters"): _LETTERS for name in ("holder", "town", "bank")},
}  # fmt: skip


class DraftForm(Form):
    """On which day is paid, how, and contracts in which currency."""

    pays_on = DateField(_l("Pay on"), validators=[InputRequired(_l("Enter a day."))])
    channel = SelectField(_l("How"), default="bank", choices=list(CHANNELS.items()))
    currency = SelectField(_l("Currency"))
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])

    def __init__(self, currencies: list[str], **values: Any) -> None:
        """`currencies`: those of contracts, that of the programme first."""
        super().__init__(data={"currency": currencies[0]}, **values)
        self.currency.choices = currencies


class HappenedForm(Form):
    """What became of a payment."""

    what = SelectField(
        _l("What happened"),
        choices=[(name, said[0]) for name, said in EVENTS.items() if name not in ("waiting", "reopened")],
    )
    code = LineField(_l("The bank’s code"), validators=[Length(max=35)])
    note = LineField(_l("The bank’s words"), validators=[Length(max=400)])


class AdjustmentForm(Form):
    """What is put right of what a partner is owed, and why."""

    favour = SelectField(
        _l("In whose favour"),
        choices=[
            ("partner", _l("The partner’s: it is owed more")),
            ("programme", _l("The programme’s: the partner is owed less")),
        ],
    )
    amount = LineField(
        _l("Amount"),
        validators=[InputRequired(_l("Enter an amount, such as 184.90."))],
        render_kw={"inputmode": "decimal"},
    )
    why = LinesField(_l("Why"), validators=[DataRequired(_l("Say why.")), Length(max=WHY_MAX)])
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])

    def __init__(self, currency: str, **values: Any) -> None:
        """`currency`: of the contract."""
        super().__init__(**values)
        self.currency, self.sum = currency, 0

    def validate_amount(self, field: LineField) -> None:
        """More than nothing, in the contract's currency; `sum` is negative in the programme's favour."""
        read = amount(field.data, self.currency)
        if read <= 0:
            raise ValidationError(_l("Enter an amount, such as 184.90."))
        self.sum = read if self.favour.data == "partner" else -read


class AccountForm(Form):
    """An account: of a Russian bank, or an IBAN."""

    holder = LineField(
        FIELDS["holder"], validators=[InputRequired(_l("Enter the name as the bank has it.")), Length(max=140)]
    )
    town = LineField(FIELDS["town"], validators=[InputRequired(_l("Banks ask for it.")), Length(max=35)])
    country = LineField(
        FIELDS["country"], default="RU", validators=[Regexp(r"[A-Z]{2}\Z", message=_l("Two capitals, such as RU."))]
    )
    inn = LineField(FIELDS["inn"])
    kpp = LineField(FIELDS["kpp"])
    bic = LineField(FIELDS["bic"], validators=[Length(max=11)])
    bank = LineField(FIELDS["bank"], validators=[Length(max=120)])
    account = LineField(FIELDS["account"])
    iban = LineField(FIELDS["iban"])

    def facts(self) -> dict[str, str]:
        """What is proposed."""
        return {name: self[name].data or "" for name in Holder.__dataclass_fields__}

    def validate_iban(self, _field: LineField) -> None:
        """The numbers are checked together, by their keys; the error stands at the one that is wrong."""
        try:
            bank_files.writable(Holder(**self.facts()))
        except settlements.BadPayoutAccount as no:
            wrong, said = no.facts["field"], _WRONG.get((no.facts["field"], no.facts["reason"]), _NUMBER)
            if wrong == "iban":
                raise ValidationError(said) from None
            self[wrong].errors = [*self[wrong].errors, said]
            raise ValidationError("") from None
