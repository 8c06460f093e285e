"""Issued gift cards: issue, show, freeze, take back, print."""

from marketplace.giftcards.actions import (
    freeze,
    mark_delivered,
    reveal,
    reveal_to_staff,
    unfreeze,
    void_unseen,
)
from marketplace.giftcards.book import SHEETS
from marketplace.giftcards.certificate import Certificate, pdf
from marketplace.giftcards.errors import (
    BadMark,
    CardNotActive,
    CardNotFound,
    CardRevealed,
    CodeDoesNotFit,
    FreshFactorNeeded,
    ReasonNeeded,
    ShownTooOften,
    TooManyReveals,
)
from marketplace.giftcards.marks import is_partners, mark, marked
from marketplace.giftcards.pictures import SYMBOLOGIES, Picture, barcode, qr
from marketplace.giftcards.printing import printed
from marketplace.giftcards.queries import (
    card,
    card_by_id,
    card_of_programme,
    card_to_show,
    events,
    forebear,
    heir,
    kept_since,
    of_member,
    of_orders,
)
from marketplace.giftcards.sales import sold_by_day
from marketplace.giftcards.succession import hold, reissue
from marketplace.giftcards.values import Card, Event, Voided
from marketplace.giftcards.verify import invariants

__all__ = [
    "SHEETS",
    "SYMBOLOGIES",
    "BadMark",
    "Card",
    "CardNotActive",
    "CardNotFound",
    "CardRevealed",
    "Certificate",
    "CodeDoesNotFit",
    "Event",
    "FreshFactorNeeded",
    "Picture",
    "ReasonNeeded",
    "ShownTooOften",
    "TooManyReveals",
    "Voided",
    "barcode",
    "card",
    "card_by_id",
    "card_of_programme",
    "card_to_show",
    "events",
    "forebear",
    "freeze",
    "heir",
    "hold",
    "invariants",
    "is_partners",
    "kept_since",
    "mark",
    "mark_delivered",
    "marked",
    "of_member",
    "of_orders",
    "pdf",
    "printed",
    "qr",
    "reissue",
    "reveal",
    "reveal_to_staff",
    "sold_by_day",
    "unfreeze",
    "void_unseen",
]
