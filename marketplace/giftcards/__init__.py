"""Issued gift cards: issue, show, freeze, take back, print."""

from marketplace.giftcards.actions import (
    freeze,
    mark_delivered,
    reveal,
    reveal_to_staff,
    unfreeze,
    void_unseen,
)
from marketplace.giftcards.at_desk import Stop, extend, freeze_for_owner, latest_day, release, resend, stop, stop_of
from marketplace.giftcards.book import SHEETS
from marketplace.giftcards.certificate import Certificate, pdf
from marketplace.giftcards.errors import (
    BadMark,
    CardNotActive,
    CardNotFound,
    CardRevealed,
    CardStopped,
    CodeDoesNotFit,
    CodeEndsFirst,
    FreshFactorNeeded,
    NoAddress,
    NotLater,
    ReasonNeeded,
    SentTooOften,
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
from marketplace.giftcards.rules import state_on
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
    "CardStopped",
    "Certificate",
    "CodeDoesNotFit",
    "CodeEndsFirst",
    "Event",
    "FreshFactorNeeded",
    "NoAddress",
    "NotLater",
    "Picture",
    "ReasonNeeded",
    "SentTooOften",
    "ShownTooOften",
    "Stop",
    "TooManyReveals",
    "Voided",
    "barcode",
    "card",
    "card_by_id",
    "card_of_programme",
    "card_to_show",
    "events",
    "extend",
    "forebear",
    "freeze",
    "freeze_for_owner",
    "heir",
    "hold",
    "invariants",
    "is_partners",
    "kept_since",
    "latest_day",
    "mark",
    "mark_delivered",
    "marked",
    "of_member",
    "of_orders",
    "pdf",
    "printed",
    "qr",
    "reissue",
    "release",
    "resend",
    "reveal",
    "reveal_to_staff",
    "sold_by_day",
    "state_on",
    "stop",
    "stop_of",
    "unfreeze",
    "void_unseen",
]
