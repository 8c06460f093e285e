"""The form of a rule of approval."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import Length, Optional

from marketplace import approvals, identity
from marketplace.core import cells
from marketplace.web.console import approval_words
from marketplace.web.console.programme_forms import ProposingForm
from marketplace.web.shared.form import LineField
from marketplace.web.shared.role_words import ROLES


class RuleForm(ProposingForm):
    """A rule: how many people, above which cap how many more, by which roles."""

    approvers = SelectField(_l("How many people approve"), coerce=int)
    cap = LineField(_l("Cap"), validators=[Optional(), Length(max=24)])
    approvers_over_cap = SelectField(_l("Above the cap"), coerce=int)
    roles = SelectMultipleField(_l("Only by these roles"), validators=[Optional()])

    def __init__(self, kind: str, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.of = approval_words.of(kind)
        fewest = approvals.kind(kind).fewest
        self.approvers.choices = [(n, str(n or gettext("none"))) for n in range(fewest, approvals.APPROVERS_MAX + 1)]
        self.approvers_over_cap.choices = [(n, str(n)) for n in range(fewest + 1, approvals.APPROVERS_MAX + 1)]
        self.roles.choices = [
            (str(role), ROLES[role])
            for role in sorted(identity.roles_with(approvals.kind(kind).approve))
            if role in identity.STAFF_ROLES
        ]

    def validate_cap(self, field: Field) -> None:
        """An amount, zero too."""
        try:
            self.amount()
        except cells.CellError:
            raise ValidationError(gettext("Enter an amount like %(example)s.", example="3000")) from None

    def amount(self) -> int | None:
        """The cap in the kind's own unit; None without one. Raises CellError."""
        text = (self.cap.data or "").strip()
        if not text or self.of.cap is None:
            return None
        found = cells.amount(text) if text.strip("0") else None
        return cells.minor_units(found, self.of.cap.digits()) if found is not None else 0

    def payload(self) -> dict[str, Any]:
        """The rule as it is proposed."""
        cap = self.amount()
        return {
            "approvers": self.approvers.data, "cap": cap, "approvers_over_cap": None if cap is None else self.approvers_over_cap.data,
            "roles": sorted(self.roles.data or []),
        }  # fmt: skip
