"""What a member wishes for: a denomination, or a value out of an offer's range, as the page of a brand has filled it in."""

from typing import Any

from wtforms.validators import NumberRange, Optional

from marketplace.web.shared.form import Form, NumberField
from marketplace.web.storefront.choice_form import ID_MAX


class WishForm(Form):
    """One thing; its fields are those of the order beside it."""

    quoted_d = NumberField(validators=[Optional(), NumberRange(1, ID_MAX)])
    quoted_offer = NumberField(validators=[Optional(), NumberRange(1, ID_MAX)])
    quoted_value = NumberField(validators=[Optional(), NumberRange(1, ID_MAX)])

    def validate(self, extra_validators: Any = None) -> bool:
        """One thing is chosen."""
        valid = bool(super().validate(extra_validators))
        return valid and bool(self.quoted_d.data or (self.quoted_offer.data and self.quoted_value.data))

    @property
    def wanted(self) -> dict[str, Any]:
        """What is wished for, as the verb of wishes takes it."""
        if self.quoted_d.data:
            return {"denomination_id": self.quoted_d.data}
        return {"offer_id": self.quoted_offer.data, "value": self.quoted_value.data}
