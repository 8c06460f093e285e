"""What a visitor asks for on a brand's page, and in words what is wrong with it."""

from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import NumberRange, Optional

from marketplace import catalogue
from marketplace.core.money import minor_digits
from marketplace.shop import BrandPage, OfferView
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField, NumberField
from marketplace.web.storefront import amounts, choice_words

ID_MAX = 2**63 - 1
NOT_ON_OFFER = _l("This is not on offer now. Choose something else.")


class ChoiceForm(Form):
    """A denomination, or an offer and a value out of its range. What was sold out meanwhile is named so."""

    class Meta:
        """It changes nothing, so it needs no token."""

        csrf = False

    d = NumberField(validators=[Optional(), NumberRange(1, ID_MAX, NOT_ON_OFFER)], invalid_value_message=NOT_ON_OFFER)
    offer = NumberField(
        validators=[Optional(), NumberRange(1, ID_MAX, NOT_ON_OFFER)], invalid_value_message=NOT_ON_OFFER
    )
    value = LineField()

    def __init__(self, typed: Any, page: BrandPage, now: datetime) -> None:
        super().__init__(typed)
        self.page, self.now = page, now
        self.minor: int | None = None

    def validate_d(self, field: NumberField) -> None:
        """Only what can be ordered now."""
        known = {price.id for offer in self.page.offers for price in offer.denominations}
        if field.data and not field.errors and field.data not in known:
            raise ValidationError(choice_words.missing(field.data, self.page.brand.id, self.now))

    def validate_offer(self, field: NumberField) -> None:
        """Only what can be ordered now."""
        if field.data and not any(offer.id == field.data for offer in self.page.offers):
            raise ValidationError(NOT_ON_OFFER)

    def validate_value(self, field: LineField) -> None:
        """A value that the range has."""
        offer = self.chosen_offer
        if (
            not field.data
            or offer is None
            or offer.value_min is None
            or offer.value_max is None
            or offer.value_step is None
        ):
            return
        try:
            digits, grouped = minor_digits(offer.currency), filters.commas_group()
            self.minor = amounts.parse(field.data[:40], digits, commas_group=grouped)
        except ValueError:
            example = amounts.plain(offer.value_min, minor_digits(offer.currency))
            raise ValidationError(gettext("Enter an amount, e.g. %(example)s.", example=example)) from None
        try:
            catalogue.check_value(self.minor, offer.value_min, offer.value_max, offer.value_step)
        except catalogue.WrongValue as no:
            raise ValidationError(choice_words.nearest(self.minor, offer.currency, **no.facts)) from None

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen, as the verbs of orders take it; nothing where it cannot be had."""
        if self.errors:
            return {}
        return {"denomination_id": self.d.data} if self.d.data else {"offer_id": self.offer.data, "value": self.minor}

    @property
    def chosen_offer(self) -> OfferView | None:
        """The offer that was asked for; the one with the lowest price where none was."""
        of_denomination = (o for o in self.page.offers if any(price.id == self.d.data for price in o.denominations))
        wanted = (offer for offer in self.page.offers if offer.id == self.offer.data)
        return (
            next(of_denomination, None)
            or next(wanted, None)
            or min(self.page.offers, key=lambda offer: (offer.cheapest, offer.id), default=None)
        )
