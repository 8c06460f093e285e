"""What the shop says of a brand: cleaned, proposed where a rule asks for it, kept by version; and brands that partners add."""

from marketplace.partners.pages.act import BRAND_PAGE, approver_needed, asked_for, put_forward, stands_at, take_back
from marketplace.partners.pages.introducing import introduce
from marketplace.partners.pages.page import (
    BRAND_TEXTS,
    Page,
    PictureRefused,
    Version,
    change_page,
    cleaned,
    difference,
    forget_pictures,
    keep_picture,
    lost_cities,
    page_of,
    page_on,
    picture,
    picture_of,
    version_of,
    versions,
)

__all__ = [
    "BRAND_PAGE",
    "BRAND_TEXTS",
    "Page",
    "PictureRefused",
    "Version",
    "approver_needed",
    "asked_for",
    "change_page",
    "cleaned",
    "difference",
    "forget_pictures",
    "introduce",
    "keep_picture",
    "lost_cities",
    "page_of",
    "page_on",
    "picture",
    "picture_of",
    "put_forward",
    "stands_at",
    "take_back",
    "version_of",
    "versions",
]  # fmt: skip
