"""What a member says of his own card: how much of it he has used where our tills do not see it."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import StringField, ValidationError

from marketplace.core import cells
from marketplace.core.cells import CellError
from marketplace.core.money import minor_digits
from marketplace.giftcards import Card
from marketplace.web.shared.form import Form


class MarkForm(Form):
    """Used up, used in part, or not used after all."""

    how = StringField(default="all")
    left = StringField(lazy_gettext("How much is left"), render_kw={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, card: Card, **values: Any) -> None:
        super().__init__(**values)
        self.card, self.rest = card, 0

    def validate_left(self, field: StringField) -> None:
        """A sum in the card's currency, where a part was used."""
        if self.how.data != "part":
            self.rest = self.card.remaining if self.how.data == "none" else 0
            return
        typed = (field.data or "").replace("\u00a0", "").replace(" ", "")
        try:
            read = cells.minor(minor_digits(self.card.currency))(typed)
        except CellError:
            read = None
        if read is None or read < 0:
            raise ValidationError(gettext("Enter a sum, such as 184.90."))
        if read > self.card.remaining:
            raise ValidationError(gettext("So much is not on the card."))
        self.rest = read
