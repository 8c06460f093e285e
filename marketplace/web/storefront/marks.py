"""What a member says of his own card: how much of it he has used where our tills do not see it."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError

from marketplace.core.money import minor_digits
from marketplace.giftcards import Card
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField
from marketplace.web.storefront import amounts


class MarkForm(Form):
    """Used up, used in part, or not used after all."""

    how = LineField(default="all")
    left = LineField(lazy_gettext("How much is left"), render_kw={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, card: Card, **values: Any) -> None:
        super().__init__(**values)
        self.card, self.rest = card, 0

    def validate_left(self, field: LineField) -> None:
        """A sum in the card's currency, where a part was used."""
        if self.how.data != "part":
            self.rest = self.card.remaining if self.how.data == "none" else 0
            return
        digits = minor_digits(self.card.currency)
        try:
            read = amounts.parse(field.data or "", digits, commas_group=filters.commas_group())
        except ValueError:
            raise ValidationError(gettext("Enter an amount, such as 184.90.")) from None
        if read > self.card.remaining:
            raise ValidationError(gettext("There is not that much on the card."))
        self.rest = read
