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
    BadTerminal,
    BadTerminalRef,
    CaptureTooLarge,
    CardGone,
    CardUnusable,
    CurrencyDiffers,
    NoAcceptance,
    NoAuthorisation,
    NoRedemption,
    NotEnoughLeft,
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
from marketplace.tills.rules import NAME_MAX, RECEIPT_MAX, Reverser, asked, asked_by_code, is_ref, reversible_until
from marketplace.tills.shifts import Refusal, Shift, Sum, refusal, shift, sums
from marketplace.tills.taking import find, prove_pin, redeem, reverse
from marketplace.tills.typed import TYPED_MAX
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
    "NAME_MAX", "RECEIPT_MAX", "REDEMPTIONS", "SHEETS", "TYPED_MAX", "Acceptance", "Authorisation", "AuthorisationEnded", "BadTerminal", "BadTerminalRef",
    "CaptureTooLarge", "CardGone", "CardUnusable", "CurrencyDiffers", "Found", "NoAcceptance", "NoAuthorisation", "NoRedemption", "NotEnoughLeft",
    "PartUseNotAllowed", "PinLocked", "PinWrong", "Redemption", "RefReversed", "Refusal", "Reversal", "ReversalTooLate", "Reverser", "Shift", "Shown", "Sum", "Taken", "Terminal",
    "TerminalClosed", "TerminalKey", "TerminalNameTaken", "TerminalNotFound", "TerminalRefUsed", "TooManyCodes", "acceptance", "acceptances", "acceptances_ever", "add_key",
    "asked", "asked_by_code", "authorise", "begin_acceptance", "capture", "close_terminal", "contracts", "end_acceptance", "find", "found_before", "invariants", "is_ref", "key", "keys", "lapse", "of_card",
    "open_terminal", "prove_pin", "redeem", "redemption", "refusal", "refused_of_card", "reverse", "reversible_until", "revoke_key", "shift", "shown", "stands", "sums", "terminal", "terminal_by_key",
    "terminals", "void",
]  # fmt: skip
