"""What people write about a statement."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectChoice, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace import settlements
from marketplace.core import cells, ids
from marketplace.core.audit import WHY_MAX
from marketplace.core.money import minor_digits
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField, LinesField
from marketplace.web.shared.statement_pages.words import REASONS

_BODY = [DataRequired(_l("Say why.")), Length(max=2000)]


def amount(typed: str, currency: str) -> int:
    """An amount as people type it, with a sign where it is negative, in minor units. Raises ValidationError with the words."""
    plain = typed.replace("\u2212", "-").strip()
    read = units(plain.removeprefix("-"), minor_digits(currency))
    return -read if plain.startswith("-") else read


def units(typed: str, digits: int) -> int:
    """A number as people type it, zero included, in units of so many decimals. Raises ValidationError with the words."""
    plain = typed.replace("\u00a0", "").replace(" ", "").rstrip("%")
    try:
        return int(cells.minor(digits)(plain)) if plain.strip("0.,") else 0
    except cells.CellError:
        raise ValidationError(gettext("Enter an amount, such as 184.90.")) from None


class DisputeForm(Form):
    """What is wrong with a line, and what its net should be."""

    reason = SelectField(_l("What is wrong"), choices=list(REASONS.items()))
    claimed = LineField(_l("What the net should come to"), render_kw={"inputmode": "decimal"})
    body = LinesField(_l("Why"), validators=_BODY)
    files = MultipleFileField(_l("Attach"))
    sure = HiddenField()  # the sum that was asked about once more

    def __init__(self, currency: str, net: int, **values: Any) -> None:
        """`net`: what the line comes to as it stands, in minor units."""
        super().__init__(**values)
        self.currency, self.net, self.sum = currency, net, 0

    def asked(self) -> int | None:
        """What is claimed so far, in minor units; None where no amount has been typed yet."""
        try:
            return amount(self.claimed.data, self.currency) if (self.claimed.data or "").strip() else self._nothing()
        except ValidationError:
            return None

    def _nothing(self) -> int | None:
        """0 where the reason itself says that the line should not be there."""
        return 0 if self.reason.data in ("duplicate", "not_ours") else None

    def validate_claimed(self, field: LineField) -> None:
        """An amount of the statement's currency; one that turns the line round, or is less than the line, is asked about once more. Of what is
        counted twice, or is not theirs, nothing is left, and nothing needs to be typed; any other reason needs the sum."""
        typed, nothing = (field.data or "").strip(), self._nothing()
        if not typed and nothing is None:
            raise ValidationError(gettext("Enter what the net should come to: left empty, it would be nothing."))
        self.sum = amount(typed, self.currency) if typed else nothing or 0
        if self.sure.data == str(self.sum) or self.sum == nothing:
            return
        if self.sum * self.net < 0:
            self.sure.data = str(self.sum)
            raise ValidationError(gettext("The line’s net has the other sign. If this sum is right, press again."))
        if self.sum < self.net:
            self.sure.data = str(self.sum)
            less = filters.money(self.net - self.sum, self.currency)
            raise ValidationError(
                gettext("You ask for %(sum)s less than the line says. If that is right, press again.", sum=less)
            )


class RemarkForm(Form):
    """An answer in a dispute."""

    body = LinesField(_l("Answer"), validators=_BODY)
    files = MultipleFileField(_l("Attach"))
    ref = HiddenField(default=ids.new_ref)


class DecisionForm(Form):
    """How a dispute ends, which nothing suggests; for the partner: by which sum the net is adjusted, and in whose favour."""

    outcome = SelectField(
        _l("Decision"),
        choices=[SelectChoice("", _l("Choose")), SelectChoice("upheld", _l("The partner is right")), SelectChoice("rejected", _l("The line is unchanged"))],
        validators=[InputRequired(_l("Choose how the dispute ends."))],
    )  # fmt: skip
    adjusted = LineField(_l("Adjustment of the net"), render_kw={"inputmode": "decimal"})
    favour = SelectField(
        _l("In whose favour"), choices=[SelectChoice("partner", _l("The partner’s")), SelectChoice("programme", _l("The programme’s"))]
    )  # fmt: skip
    why = LinesField(_l("Why"), validators=[DataRequired(_l("Say why.")), Length(max=WHY_MAX)])
    ref = HiddenField(default=ids.new_ref)
    sure = HiddenField()  # the sum that was asked about once more

    def __init__(self, dispute_id: int, difference: int, currency: str, **values: Any) -> None:
        """`difference`: what the line is short of as the partner holds it, in minor units; the field offers it."""
        offered = {"adjusted": filters.written(abs(difference), currency)} if difference else {}
        offered["favour"] = "programme" if difference < 0 else "partner"
        super().__init__(data=offered, **values)
        self.difference, self.currency, self.sum, self.departs = difference, currency, 0, ""
        for field in (self.outcome, self.adjusted, self.favour, self.why, self.ref, self.sure):
            field.id = f"{field.short_name}-{dispute_id}"  # one page decides several

    def validate_adjusted(self, field: LineField) -> None:
        """An amount of the statement's currency, where the partner is right; one that departs from the claim is asked about once more."""
        if self.outcome.data != "upheld":
            return
        size = amount(field.data or "", self.currency)
        if size < 0:
            raise ValidationError(gettext("Enter it without a sign, and choose in whose favour it is."))
        if not size:
            raise ValidationError(gettext("Enter an amount, such as 184.90."))
        self.sum = -size if self.favour.data == "programme" else size
        self.departs = settlements.departs(self.difference, self.sum)
        if self.departs and self.sure.data != str(self.sum):
            self.sure.data = str(self.sum)
            raise ValidationError(gettext("Look at this sum once more. If it is right, press again."))
