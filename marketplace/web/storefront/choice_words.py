"""Which values there are and which there are not, in words."""

from datetime import datetime

from flask import g
from flask_babel import gettext

from marketplace import catalogue
from marketplace.core.errors import Refusal
from marketplace.shop import OfferView
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import current_member


def missing(denomination_id: int, brand_id: int, now: datetime) -> str:
    """Why a brand's page has no such denomination: it has run out, or never was anything of this brand."""
    member = current_member()
    try:
        sale = catalogue.for_sale(
            denomination_id, programme_id=g.programme.id, tier=member.tier if member else "", now=now
        )
    except Refusal:
        return str(gettext("There is no such value. Choose one of these."))
    if sale.brand_id != brand_id:
        return str(gettext("There is no such value. Choose one of these."))
    value = filters.money(sale.value, sale.currency)
    return str(gettext("Cards for %(value)s have run out. Choose another value.", value=value))


def nearest(value: int, currency: str, *, value_min: int, value_max: int, value_step: int) -> str:
    """What is wrong with a value that a range has not, and what comes next to it."""
    if value < value_min:
        return str(gettext("The lowest is %(value)s.", value=filters.money(value_min, currency)))
    if value > value_max:
        return str(gettext("The highest is %(value)s.", value=filters.money(value_max, currency)))
    below = value - value % value_step
    low, high = max(below, value_min), min(below + value_step, value_max)
    return str(gettext(
        "The nearest are %(low)s and %(high)s.",
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
