"""What a visitor has chosen on a brand's page: an offer, and one of its values, at its price."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import NumberRange, Optional

from marketplace import catalogue, orders
from marketplace.catalogue import BrandPage, OfferView, Price
from marketplace.core.errors import Refusal
from marketplace.core.money import minor_digits
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import current_member
from marketplace.web.storefront import amounts

ID_MAX = 2**63 - 1
GONE = _l("This is not on offer now. Choose something else.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing at one price. `value` in minor units of the offer's currency, `price` in minor units of points.

    `quote` says what it takes from the visitor's own points; None for a guest.
    """

    offer: OfferView
    denomination_id: int | None
    value: int
    price: int
    card_until: date
    quote: orders.Quote | None = None

    @property
    def args(self) -> dict[str, Any]:
        """The same in an address."""
        if self.denomination_id is not None:
            return {"d": self.denomination_id}
        return {"offer": self.offer.id, "value": amounts.plain(self.value, minor_digits(self.offer.currency))}


class ChoiceForm(FlaskForm):
    """A denomination, or an offer and a value out of its range. What was sold out meanwhile is named so."""

    class Meta:
        """It changes nothing, so it needs no token."""

        csrf = False

    d = IntegerField(validators=[Optional(), NumberRange(1, ID_MAX, GONE)], invalid_value_message=GONE)
    offer = IntegerField(validators=[Optional(), NumberRange(1, ID_MAX, GONE)], invalid_value_message=GONE)
    value = StringField()

    def __init__(self, typed: Any, page: BrandPage, now: datetime) -> None:
        super().__init__(typed)
        self.page, self.now = page, now
        self.minor: int | None = None

    def validate_d(self, field: IntegerField) -> None:
        """Only what can be ordered now."""
        known = {price.id for offer in self.page.offers for price in offer.denominations}
        if field.data and not field.errors and field.data not in known:
            raise ValidationError(self._why_not(field.data))

    def validate_offer(self, field: IntegerField) -> None:
        """Only what can be ordered now."""
        if field.data and not any(offer.id == field.data for offer in self.page.offers):
            raise ValidationError(GONE)

    def validate_value(self, field: StringField) -> None:
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
            self.minor = amounts.parse(field.data[:40], minor_digits(offer.currency))
        except ValueError:
            example = amounts.plain(offer.value_min, minor_digits(offer.currency))
            raise ValidationError(gettext("Enter an amount, e.g. %(example)s.", example=example)) from None
        try:
            catalogue.check_value(self.minor, offer.value_min, offer.value_max, offer.value_step)
        except catalogue.WrongValue as no:
            raise ValidationError(_nearest(self.minor, offer.currency, **no.facts)) from None

    def _why_not(self, denomination_id: int) -> str:
        """Whether it was there once, or never was anything of this brand."""
        member = current_member()
        try:
            sale = catalogue.for_sale(
                denomination_id, programme_id=g.programme.id, tier=member.tier if member else "", now=self.now
            )
        except Refusal:
            return str(gettext("There is no such value. Choose one of these."))
        if sale.brand_id != self.page.brand.id:
            return str(gettext("There is no such value. Choose one of these."))
        value = filters.money(sale.value, sale.currency)
        return str(gettext("Cards for %(value)s have run out. Choose another value.", value=value))

    @property
    def chosen_offer(self) -> OfferView | None:
        """The offer that was asked for; the first one where none was."""
        of_denomination = (o for o in self.page.offers if any(price.id == self.d.data for price in o.denominations))
        wanted = (offer for offer in self.page.offers if offer.id == self.offer.data)
        return next(of_denomination, None) or next(wanted, None) or next(iter(self.page.offers), None)


def _nearest(value: int, currency: str, *, value_min: int, value_max: int, value_step: int) -> str:
    """What is wrong with a value that a range has not, and what comes next to it."""
    if value < value_min:
        return str(gettext("The least is %(value)s.", value=filters.money(value_min, currency)))
    if value > value_max:
        return str(gettext("The most is %(value)s.", value=filters.money(value_max, currency)))
    below = value - value % value_step
    low, high = max(below, value_min), min(below + value_step, value_max)
    return str(gettext(
        "There is %(low)s and %(high)s, and nothing between them.",
        low=filters.money(low, currency), high=filters.money(high, currency),
    ))  # fmt: skip


def range_words(offer: OfferView) -> str:
    """Which values a range has, in words."""
    assert offer.value_min is not None
    assert offer.value_max is not None
    assert offer.value_step is not None
    return str(gettext(
        "From %(least)s to %(most)s, in steps of %(step)s", least=filters.money(offer.value_min, offer.currency),
        most=filters.money(offer.value_max, offer.currency), step=filters.money(offer.value_step, offer.currency),
    ))  # fmt: skip


def choose(form: ChoiceForm, now: datetime) -> Choice | None:
    """What was chosen, else the first thing there is; None where the brand has nothing or the answers are wrong."""
    offer = form.chosen_offer
    if offer is None or form.errors:
        return None
    if offer.denominations:
        price = next((one for one in offer.denominations if one.id == form.d.data), offer.denominations[0])
        return _priced(offer, price.id, price.value, price.price_points, now)
    assert offer.value_min is not None
    assert offer.rate_points is not None
    assert offer.rate_value is not None
    value = form.minor or offer.value_min
    return _priced(offer, None, value, catalogue.range_price(value, offer.rate_points, offer.rate_value), now)


def affordable(page: BrandPage, balance: int) -> list[tuple[OfferView, Price]]:
    """What of the brand the balance is enough for, the dearest first; at most three."""
    within = [(offer, price) for offer in page.offers for price in offer.denominations if price.price_points <= balance]
    return sorted(within, key=lambda one: -one[1].price_points)[:3]


def _priced(offer: OfferView, denomination_id: int | None, value: int, price: int, now: datetime) -> Choice:
    member = current_member()
    if member is None:
        until = catalogue.valid_until(g.programme.day(now), offer.validity_days, None)
        return Choice(offer, denomination_id, value, price, until)
    if denomination_id is not None:
        quote = orders.quote(member, denomination_id=denomination_id, now=now)
    else:
        quote = orders.quote(member, offer_id=offer.id, value=value, now=now)
    return Choice(offer, denomination_id, value, quote.points, quote.card_until, quote)
