"""What a person gives as evidence for a decision."""

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.validators import Length, Regexp

from marketplace import suppliers
from marketplace.web.shared.form import Form, LineField, LinesField


class DecisionForm(Form):
    """The evidence, and the supplier's number where a transaction is named."""

    supplier_ref = LineField(
        lazy_gettext("The supplier's transaction number"),
        validators=[
            Regexp(
                r"\s*[0-9]{1,20}\s*$", message=lazy_gettext("Enter the number as the supplier writes it, digits only.")
            )
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    evidence = LinesField(lazy_gettext("Evidence"), validators=[Length(max=1000)], render_kw={"rows": 3})

    def __init__(self, what: str) -> None:
        super().__init__()
        if what != "name_sale":
            del self.supplier_ref

    def validate_evidence(self, field: LinesField) -> None:
        """A few words at least: they are all that is left when somebody asks later."""
        if len((field.data or "").strip()) < suppliers.MIN_EVIDENCE_LENGTH:
            raise ValidationError(gettext("Say what the supplier answered, and where that can be found."))
