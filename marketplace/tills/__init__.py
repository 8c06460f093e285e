"""Where partners take certificates: terminals, contracts of acceptance, what was taken, taken back and set aside."""

from marketplace.tills.actions import (
    add_key,
    begin_acceptance,
    close_terminal,
    end_acceptance,
    open_terminal,
    revoke_key,
)
from marketplace.tills.authorising import authorise, capture, lapse, void
from marketplace.tills.book import SHEETS
from marketplace.tills.errors import (
    AuthorisationEnded,
    BadLimits,
    BadPass,
    BadTerminal,
    BadTerminalRef,
    CaptureTooLarge,
    CardGone,
    CardUnusable,
    CurrencyDiffers,
    NoAcceptance,
    NoAuthorisation,
    NoPackage,
    NoRedemption,
    NotEnoughLeft,
    OfflineOff,
    PartUseNotAllowed,
    PinLocked,
    PinWrong,
    RefReversed,
    ReversalTooLate,
    TerminalClosed,
    TerminalNameTaken,
    TerminalNotFound,
    TerminalRefUsed,
    TooManyCodes,
)
from marketplace.tills.listing import REDEMPTIONS
from marketplace.tills.offline import (
    CARD_LIMIT,
    CARD_LIMIT_MAX,
    COUNT_LIMIT,
    COUNT_MAX,
    STORED_LIMIT,
    STORED_LIMIT_MAX,
    TAKINGS,
    Exposure,
    Package,
    Taking,
    Terms,
    all_terms,
    are_limits,
    exposure,
    give_pass,
    most_lost,
    package,
    switch_off,
    switch_on,
    sync,
    terms_of,
)
from marketplace.tills.queries import (
    acceptance,
    acceptances,
    acceptances_ever,
    contracts,
    found_before,
    key,
    keys,
    of_card,
    redemption,
    refused_of_card,
    shown,
    stands,
    terminal,
    terminal_by_key,
    terminals,
)
from marketplace.tills.rules import (
    NAME_MAX,
    RECEIPT_MAX,
    TYPED_MAX,
    Reverser,
    asked,
    asked_by_code,
    is_ref,
    reversible_until,
)
from marketplace.tills.shifts import Refusal, Shift, Sum, refusal, shift, sums
from marketplace.tills.taking import find, prove_pin, redeem, reverse
from marketplace.tills.values import (
    Acceptance,
    Authorisation,
    Found,
    Redemption,
    Reversal,
    Shown,
    Taken,
    Terminal,
    TerminalKey,
)
from marketplace.tills.verify import invariants

__all__ = [
    "CARD_LIMIT", "CARD_LIMIT_MAX", "COUNT_LIMIT", "COUNT_MAX", "NAME_MAX", "RECEIPT_MAX", "REDEMPTIONS", "SHEETS", "STORED_LIMIT",
    "STORED_LIMIT_MAX", "TAKINGS", "TYPED_MAX", "Acceptance", "Authorisation", "AuthorisationEnded", "BadLimits", "BadPass", "BadTerminal",
    "BadTerminalRef", "CaptureTooLarge", "CardGone", "CardUnusable", "CurrencyDiffers", "Exposure", "Found", "NoAcceptance", "NoAuthorisation",
    "NoPackage", "NoRedemption", "NotEnoughLeft", "OfflineOff", "Package", "PartUseNotAllowed", "PinLocked", "PinWrong", "Redemption",
    "RefReversed", "Refusal", "Reversal", "ReversalTooLate", "Reverser", "Shift", "Shown", "Sum", "Taken", "Taking", "Terminal", "TerminalClosed",
    "TerminalKey", "TerminalNameTaken", "TerminalNotFound", "TerminalRefUsed", "Terms", "TooManyCodes", "acceptance", "acceptances",
    "acceptances_ever", "add_key", "all_terms", "are_limits", "asked", "asked_by_code", "authorise", "begin_acceptance", "capture",
    "close_terminal", "contracts", "end_acceptance", "exposure", "find", "found_before", "give_pass", "invariants", "is_ref", "key", "keys",
    "lapse", "most_lost", "of_card", "open_terminal", "package", "prove_pin", "redeem", "redemption", "refusal", "refused_of_card", "reverse",
    "reversible_until", "revoke_key", "shift", "shown", "stands", "sums", "switch_off", "switch_on", "sync", "terminal", "terminal_by_key",
    "terminals", "terms_of", "void",
]  # fmt: skip
