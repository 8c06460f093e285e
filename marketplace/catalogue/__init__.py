"""The catalogue: offers and their prices in points, as they were published."""

from marketplace.catalogue import book, drafts
from marketplace.catalogue.actions import compare, preview, publish, take_back
from marketplace.catalogue.errors import (
    AlreadyTakenBack,
    DraftEmpty,
    DraftEnded,
    DraftMoved,
    DraftOpen,
    NoDraft,
    NoOffer,
    NotForSale,
    NothingToTakeBack,
    PublishedSince,
    UnknownBrand,
    WrongSplit,
    WrongValue,
)
from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.files import SOURCE, load_file, write_file
from marketplace.catalogue.history import (
    Publication,
    Shown,
    in_shop,
    offers_of,
    publication,
    publications,
    shop_on,
    version,
)
from marketplace.catalogue.impact import RISE_OF_WITHDRAWN, Impact
from marketplace.catalogue.queries import (
    OFFERS,
    Called,
    Origin,
    Published,
    Stocked,
    called,
    origin,
    published,
    stocked,
)
from marketplace.catalogue.rules import (
    WHOLE,
    Split,
    check_value,
    discount_percent,
    range_price,
    rate_of,
    rates_of,
    split,
    valid_until,
)
from marketplace.catalogue.run import KIND as RUN
from marketplace.catalogue.sale import ForSale, for_sale, for_sale_range
from marketplace.catalogue.verify import invariants

SHEETS = book.SHEETS

__all__ = [
    "OFFERS",
    "RISE_OF_WITHDRAWN",
    "RUN",
    "SHEETS",
    "SOURCE",
    "WHOLE",
    "AlreadyTakenBack",
    "Called",
    "DraftEmpty",
    "DraftEnded",
    "DraftMoved",
    "DraftOpen",
    "ForSale",
    "Impact",
    "NoDraft",
    "NoOffer",
    "NotForSale",
    "NothingToTakeBack",
    "OfferFacts",
    "Origin",
    "Publication",
    "Published",
    "PublishedSince",
    "Shown",
    "Split",
    "Stocked",
    "UnknownBrand",
    "WrongSplit",
    "WrongValue",
    "called",
    "check_value",
    "compare",
    "discount_percent",
    "drafts",
    "for_sale",
    "for_sale_range",
    "in_shop",
    "invariants",
    "load_file",
    "offers_of",
    "origin",
    "preview",
    "publication",
    "publications",
    "publish",
    "published",
    "range_price",
    "rate_of",
    "rates_of",
    "shop_on",
    "split",
    "stocked",
    "take_back",
    "valid_until",
    "version",
    "write_file",
]
