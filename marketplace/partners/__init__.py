"""Partners: how they come, what becomes of them, their brands and shops, and the shelves that brands stand on."""

from marketplace.partners import rules as numbers
from marketplace.partners.actions import BrandFacts, PartnerFacts, add_shop, save_brand, save_category, save_partner
from marketplace.partners.brand_pages import (
    BRAND_TEXTS,
    BrandPageFacts,
    PictureRefused,
    describe,
    drop_picture,
    picture,
    picture_of,
    show_picture,
)
from marketplace.partners.errors import (
    ApplicationEnded,
    BadNumber,
    DocumentRefused,
    NoApplication,
    NoClosure,
    NoDocument,
    NoShop,
    PartnerLeft,
    ShopTaken,
    SlugTaken,
    StillOpen,
    WrongState,
)
from marketplace.partners.joining import (
    CIPHERTEXTS,
    Application,
    Company,
    Document,
    Event,
    Unsettled,
    add_document,
    admit,
    application,
    application_by_token,
    application_of,
    application_with,
    apply,
    check_slug,
    checked,
    complete,
    document_content,
    documents,
    events,
    hold,
    invite,
    leave,
    must_work,
    refuse,
    reinstate,
    remove_document,
    suspend,
    waiting,
)
from marketplace.partners.listing import APPLICATIONS, PARTNERS, SHOPS
from marketplace.partners.models import Brand, Category, Partner, Shop
from marketplace.partners.queries import (
    brand,
    brand_by_slug,
    brand_of,
    brands,
    brands_of,
    brands_of_partner,
    categories,
    partner,
    partner_by_slug,
    partners_of,
    shops,
    shops_of,
)
from marketplace.partners.rules import NEXT, bank_of, is_paid, sells, takes_cards
from marketplace.partners.run import KIND as RUN
from marketplace.partners.shop_pages import (
    Closure,
    ShopFacts,
    change_shop,
    close_shop,
    closures,
    lift_closure,
    open_shop,
    shop_of,
    shop_with,
)
from marketplace.partners.verify import invariants

__all__ = [
    "APPLICATIONS", "BRAND_TEXTS", "CIPHERTEXTS", "NEXT", "PARTNERS", "RUN", "SHOPS", "Application", "ApplicationEnded", "BadNumber", "Brand",
    "BrandFacts", "BrandPageFacts", "Category", "Closure", "Company", "Document", "DocumentRefused", "Event", "NoApplication",
    "NoClosure", "NoDocument", "NoShop", "Partner", "PartnerFacts", "PartnerLeft", "PictureRefused", "Shop", "ShopFacts", "ShopTaken",
    "SlugTaken", "StillOpen", "Unsettled", "WrongState", "add_document", "add_shop", "admit", "application", "application_by_token",
    "application_of", "application_with", "apply", "bank_of", "brand", "brand_by_slug", "brand_of", "brands", "brands_of", "brands_of_partner",
    "categories", "change_shop", "check_slug", "checked", "close_shop", "closures", "complete", "describe", "document_content",
    "documents", "drop_picture", "events", "hold", "invariants", "invite", "is_paid", "leave", "lift_closure", "must_work", "numbers",
    "open_shop", "partner", "partner_by_slug", "partners_of", "picture", "picture_of", "refuse", "reinstate", "remove_document",
    "save_brand", "save_category", "save_partner", "sells", "shop_of", "shop_with", "shops", "shops_of", "show_picture", "suspend", "takes_cards", "waiting",
]  # fmt: skip
