"""The catalogue: offers and their prices in points, what can be ordered now, and how it is found."""

from marketplace.catalogue.errors import NoOffer, NotForSale, WrongSplit, WrongValue
from marketplace.catalogue.models import Denomination, Offer
from marketplace.catalogue.queries import BrandPage, OfferView, Price, brand_page, offer, offers
from marketplace.catalogue.rules import Split, discount_percent, range_price, split, valid_until
from marketplace.catalogue.sale import ForSale, for_sale, for_sale_range
from marketplace.catalogue.shop import SORTS, BrandTile, Sort, shelves, shop, suggest, total

__all__ = [
    "SORTS",
    "BrandPage",
    "BrandTile",
    "Denomination",
    "ForSale",
    "NoOffer",
    "NotForSale",
    "Offer",
    "OfferView",
    "Price",
    "Sort",
    "Split",
    "WrongSplit",
    "WrongValue",
    "brand_page",
    "discount_percent",
    "for_sale",
    "for_sale_range",
    "offer",
    "offers",
    "range_price",
    "shelves",
    "shop",
    "split",
    "suggest",
    "total",
    "valid_until",
]
