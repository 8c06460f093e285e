"""Where events go, and which."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired

from marketplace import webhooks
from marketplace.web.shared.form import Form, LineField
from partner_portal.webhooks import words


class EndpointForm(Form):
    """An address and the kinds of event that are sent to it."""

    url = LineField(
        _l("Address of your server"),
        validators=[DataRequired(_l("Enter the address, such as https://hooks.example.com/vitrina."))],
        render_kw={"type": "url", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"},
    )
    kinds = SelectMultipleField(_l("Events"), validators=[DataRequired(_l("Choose at least one event."))])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.kinds.choices = [SelectChoice(kind, words.KINDS[kind]) for kind in webhooks.KINDS]

    def validate_url(self, field: LineField) -> None:
        """Only where we would call."""
        try:
            webhooks.check_url(field.data or "")
        except webhooks.BadUrl as no:
            raise ValidationError(words.WRONG_URL[no.facts["reason"]]) from None
