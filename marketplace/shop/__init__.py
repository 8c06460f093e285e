"""What members can order now, and how it is found: the catalogue, the stock of codes and the limits, read together."""

from marketplace.shop.offers import BrandPage, OfferView, Price, brand_page, for_tier, offer, offers
from marketplace.shop.tiles import SORTS, BrandTile, Sort, shelves, suggest, tiles, total

__all__ = [
    "SORTS", "BrandPage", "BrandTile", "OfferView", "Price", "Sort", "brand_page", "for_tier", "offer", "offers", "shelves", "suggest", "tiles",
    "total",
]  # fmt: skip
