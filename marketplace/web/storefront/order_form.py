"""The order as it is sent: what was shown, at which price, and which texts were accepted."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from marketplace.web.shared.form import ComparedField, Form, LineField, NumberField
from marketplace.web.storefront.choice_form import ID_MAX

OUT_OF_DATE = _l("The form is out of date. You were not charged. Check the order and place it again.")
_WHOLE = {"invalid_value_message": OUT_OF_DATE}
_RANGE = NumberRange(1, ID_MAX, OUT_OF_DATE)
_DIGEST = r"[0-9a-f]{64}"


class OrderForm(Form):
    """What the page has filled in (`quoted_d`, or `quoted_offer` and `quoted_value`; price; ref), and the two acceptances.

    The member's choice (d, or offer and value, see ChoiceForm) is sent with it: without script it may have changed since.
    """

    ref = HiddenField(validators=[InputRequired(OUT_OF_DATE), Regexp(r"[0-9A-Za-z_-]{8,64}\Z", message=OUT_OF_DATE)])
    quoted_d = NumberField(validators=[Optional(), _RANGE], **_WHOLE)
    quoted_offer = NumberField(validators=[Optional(), _RANGE], **_WHOLE)
    quoted_value = NumberField(validators=[Optional(), _RANGE], **_WHOLE)
    price = NumberField(validators=[InputRequired(OUT_OF_DATE), _RANGE], **_WHOLE)
    rules = ComparedField(validators=[InputRequired(_l("Without the rules no card can be ordered."))])
    terms = ComparedField(validators=[InputRequired(_l("Without the public offer no card can be ordered."))])

    def validate_rules(self, field: LineField) -> None:
        """An acceptance carries the hash of the text that was on the screen."""
        if len(field.data) != 64 or set(field.data) - set("0123456789abcdef"):
            raise ValidationError(_l("Read the text and accept it again."))

    validate_terms = validate_rules

    def validate_price(self, _field: NumberField) -> None:
        """One thing was ordered, and only one."""
        if bool(self.quoted_d.data) == bool(self.quoted_offer.data and self.quoted_value.data):
            raise ValidationError(OUT_OF_DATE)

    @property
    def accepted(self) -> dict[str, bytes]:
        """The hashes of the texts that were accepted."""
        return {"rules": bytes.fromhex(self.rules.data), "offer": bytes.fromhex(self.terms.data)}

    @property
    def wanted(self) -> dict[str, Any]:
        """What was ordered, as the verbs of orders take it."""
        if self.quoted_d.data:
            return {"denomination_id": self.quoted_d.data}
        return {"offer_id": self.quoted_offer.data, "value": self.quoted_value.data}

    @property
    def spoilt(self) -> bool:
        """Whether something is wrong that the page itself had filled in."""
        return any(self[name].errors for name in ("ref", "quoted_d", "quoted_offer", "quoted_value", "price"))
