"""What support says before it gives points or takes some back."""

from decimal import Decimal

from flask import g
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from marketplace.core import cells
from marketplace.support import accounts
from marketplace.web.console.asker_form import AskerForm
from marketplace.web.console.corrections_evidence import EvidenceForm
from marketplace.web.shared.form import Form, LineField, LinesField

REF = Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")
KINDS = {"credit": _l("Give points"), "debit": _l("Take points back")}
REASONS: dict[str, LazyString] = {
    "missing": _l("They had not been credited"), "fault": _l("A mistake of ours"), "promised": _l("They were promised"),
    "twice": _l("They were credited twice"), "anothers": _l("They belong to another member"),
    "bank_card": _l("A bank card was bound to the wrong member"), "other": _l("Something else, see the note"),
}  # fmt: skip


def _chosen(words: dict[str, LazyString]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


_WHY = [DataRequired(_l("Say why: it is kept in the audit log.")), Length(max=accounts.NOTE_MAX)]


class SumForm(Form):
    """How many points, and why; with a fresh ref, so that it happens once."""

    ref = LineField(validators=[InputRequired(), REF])
    amount = LineField(_l("How many"), validators=[InputRequired(_l("Enter a number."))])
    note = LinesField(_l("Why, for colleagues"), validators=_WHY)

    def validate_amount(self, _field: LineField) -> None:
        """A positive number with no more decimals than the unit has."""
        try:
            wrong = self.points <= 0
        except cells.CellError:
            wrong = True
        if wrong:
            raise ValidationError(gettext("Enter a number like %(example)s.", example="500"))

    @property
    def points(self) -> int:
        """The amount in minor units. Raises CellError."""
        found: Decimal | None = cells.amount((self.amount.data or "").strip())
        return 0 if found is None else cells.minor_units(found, g.programme.decimals)


class GoodwillForm(SumForm, AskerForm):
    """The same with what whoever asks could name."""


class CorrectionForm(SumForm, EvidenceForm):
    """The same with the direction, a reason of the list, and what shows it: a case's number or a file."""

    kind = RadioField(_l("What to do"), choices=_chosen(KINDS), validators=[InputRequired(_l("Choose one."))])
    reason = RadioField(_l("Reason"), choices=_chosen(REASONS), validators=[InputRequired(_l("Choose a reason."))])

    def validate_reason(self, field: RadioField) -> None:
        """Points are given for other reasons than they are taken."""
        if self.kind.data and field.data not in (accounts.CREDITS if self.kind.data == "credit" else accounts.DEBITS):
            raise ValidationError(_l("This reason does not go with what you chose above."))


class UnbindForm(EvidenceForm):
    """Why, what shows it, and whether what the card earned is to be taken back."""

    ref = LineField(validators=[InputRequired(), REF])
    note = LinesField(_l("Why, for colleagues"), validators=_WHY)
    take_back = BooleanField()
