"""The catalogue: offers and their prices in points, what can be ordered now, and how it is found."""

from marketplace.catalogue.errors import NoOffer, NotForSale, WrongSplit, WrongValue
from marketplace.catalogue.models import Denomination, Offer
from marketplace.catalogue.rules import Split, discount_percent, range_price, split, valid_until
from marketplace.catalogue.sale import ForSale, for_sale, for_sale_range

__all__ = [
    "Denomination",
    "ForSale",
    "NoOffer",
    "NotForSale",
    "Offer",
    "Split",
    "WrongSplit",
    "WrongValue",
    "discount_percent",
    "for_sale",
    "for_sale_range",
    "range_price",
    "split",
    "valid_until",
]
