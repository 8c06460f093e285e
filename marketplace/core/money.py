"""Money and points: whole minor units, and a currency where it is money."""

from typing import NamedTuple

MINOR_DIGITS = {
    "RUB": 2,
    "USD": 2,
    "EUR": 2,
    "GBP": 2,
    "KZT": 2,
    "BYN": 2,
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "BHD": 3,
    "KWD": 3,
}


class Money(NamedTuple):
    """An amount in minor units (kopecks, cents) of an ISO 4217 currency."""

    amount: int
    currency: str


def minor_digits(currency: str) -> int:
    """How many decimal digits the currency has (ISO 4217); two where the table is silent."""
    return MINOR_DIGITS.get(currency, 2)
