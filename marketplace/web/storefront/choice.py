"""What a visitor has chosen on a brand's page: an offer, and one of its values, at its price."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g

from marketplace import catalogue, orders
from marketplace.core.money import minor_digits
from marketplace.shop import BrandPage, OfferView, Price
from marketplace.web.shared.visitor import current_member
from marketplace.web.storefront import amounts
from marketplace.web.storefront.choice_form import ChoiceForm


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


def choose(form: ChoiceForm, now: datetime) -> Choice | None:
    """What was chosen, else the cheapest thing there is; None where the brand has nothing or the answers are wrong."""
    offer = form.chosen_offer
    if offer is None or form.errors:
        return None
    if offer.denominations:
        cheapest = min(offer.denominations, key=lambda one: (one.price_points, one.value))
        price = next((one for one in offer.denominations if one.id == form.d.data), cheapest)
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
