"""The catalogue: offers and their prices in points, as they were published."""

from marketplace.catalogue.actions import compare, publish
from marketplace.catalogue.errors import NoOffer, NotForSale, UnknownBrand, WrongSplit, WrongValue
from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.files import load_file
from marketplace.catalogue.published import Published, published
from marketplace.catalogue.queries import (
    Called,
    Stocked,
    called,
    stocked,
)
from marketplace.catalogue.rules import Split, check_value, discount_percent, range_price, split, valid_until
from marketplace.catalogue.run import KIND as RUN
from marketplace.catalogue.sale import ForSale, for_sale, for_sale_range
from marketplace.catalogue.verify import invariants

__all__ = [
    "RUN",
    "Called",
    "ForSale",
    "NoOffer",
    "NotForSale",
    "OfferFacts",
    "Published",
    "Split",
    "Stocked",
    "UnknownBrand",
    "WrongSplit",
    "WrongValue",
    "called",
    "check_value",
    "compare",
    "discount_percent",
    "for_sale",
    "for_sale_range",
    "invariants",
    "load_file",
    "publish",
    "published",
    "range_price",
    "split",
    "stocked",
    "valid_until",
]
