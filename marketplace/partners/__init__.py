"""Partners, their brands and shops, and the shelves that brands stand on."""

from marketplace.partners.actions import BrandFacts, PartnerFacts, add_shop, save_brand, save_category, save_partner
from marketplace.partners.files import load_brands
from marketplace.partners.models import Brand, Category, Partner, Shop
from marketplace.partners.queries import (
    brand,
    brand_by_slug,
    brands,
    brands_of,
    categories,
    partner,
    partner_by_slug,
    partners_of,
    shops,
)
from marketplace.partners.run import KIND as RUN

__all__ = [
    "RUN",
    "Brand",
    "BrandFacts",
    "Category",
    "Partner",
    "PartnerFacts",
    "Shop",
    "add_shop",
    "brand",
    "brand_by_slug",
    "brands",
    "brands_of",
    "categories",
    "load_brands",
    "partner",
    "partner_by_slug",
    "partners_of",
    "save_brand",
    "save_category",
    "save_partner",
    "shops",
]
