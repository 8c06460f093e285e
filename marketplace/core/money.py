"""Money and points: whole minor units, and a currency where it is money."""

from functools import cache
from typing import NamedTuple

from babel.numbers import get_currency_precision


class Money(NamedTuple):
    """An amount in minor units (kopecks, cents) of an ISO 4217 currency."""

    amount: int
    currency: str


@cache
def minor_digits(currency: str) -> int:
    """How many decimal digits the currency has, as CLDR says; two for one that it does not know."""
    return int(get_currency_precision(currency))
