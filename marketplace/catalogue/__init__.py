"""The catalogue: offers and their prices in points, what can be ordered now, and how it is found."""

from marketplace.catalogue.actions import compare, publish
from marketplace.catalogue.errors import NoOffer, NotForSale, UnknownBrand, WrongSplit, WrongValue
from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.files import load_file
from marketplace.catalogue.published import Published, published
from marketplace.catalogue.queries import (
    BrandPage,
    Called,
    OfferView,
    Price,
    Stocked,
    brand_page,
    called,
    offer,
    offers,
    stocked,
)
from marketplace.catalogue.rules import Split, check_value, discount_percent, range_price, split, valid_until
from marketplace.catalogue.sale import ForSale, for_sale, for_sale_range
from marketplace.catalogue.shop import SORTS, BrandTile, Sort, shelves, shop, suggest, total
from marketplace.catalogue.verify import invariants

__all__ = [
    "SORTS",
    "BrandPage",
    "BrandTile",
    "Called",
    "ForSale",
    "NoOffer",
    "NotForSale",
    "OfferFacts",
    "OfferView",
    "Price",
    "Published",
    "Sort",
    "Split",
    "Stocked",
    "UnknownBrand",
    "WrongSplit",
    "WrongValue",
    "brand_page",
    "called",
    "check_value",
    "compare",
    "discount_percent",
    "for_sale",
    "for_sale_range",
    "invariants",
    "load_file",
    "offer",
    "offers",
    "publish",
    "published",
    "range_price",
    "shelves",
    "shop",
    "split",
    "stocked",
    "suggest",
    "total",
    "valid_until",
]
