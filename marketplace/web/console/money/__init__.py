"""Money at the console: statements and what they are drawn by, payouts, accounts."""

from marketplace.web.console.money import (
    accounting,
    accounts,
    adjustments,
    contracts,
    funders,
    liability,
    netting,
    payouts,
    promotions,
    statements,
)
from marketplace.web.console.money.words import register

__all__ = [
    "accounting",
    "accounts",
    "adjustments",
    "contracts",
    "funders",
    "liability",
    "netting",
    "payouts",
    "promotions",
    "register",
    "statements",
]
