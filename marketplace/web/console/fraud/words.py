"""What signals are called, how they stand, and what thresholds mean."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

KINDS = {
    "device": Word(_l("Many members on one device"), "warn", "smartphone"), "network": Word(_l("Many members on one network"), "warn", "globe"),
    "burn": Word(_l("Points in and out at once"), "warn", "flame"), "refunds": Word(_l("Order after order taken back"), "warn", "undo-2"),
    "guessing": Word(_l("Codes are being guessed"), "warn", "search"), "canary": Word(_l("A decoy was tried"), "bad", "shield-alert"),
    "reversing": Word(_l("Redeemed and reversed often"), "warn", "undo-2"), "limit": Word(_l("Just below what one person may do"), "warn", "scale"),
}  # fmt: skip
STATES = {
    "open": Word(_l("Nobody has decided"), "bad", "triangle-alert"), "release": Word(_l("Released"), "good", "check"),
    "hold": Word(_l("Member on hold"), "warn", "pause"), "block": Word(_l("Member blocked"), "bad", "ban"),
    "unblock": Word(_l("Block lifted"), "good", "check"),
}  # fmt: skip
DONE: Mapping[str, LazyString] = {
    "release": _l("Released"), "hold": _l("The member is on hold and gets an email"),
    "block": _l("Another person has to approve this within 24 hours."), "unblock": _l("Another person has to approve this within 24 hours."),
}  # fmt: skip
EVIDENCE: Mapping[str, LazyString] = {
    "accounts": _l("Members"), "members": _l("Their numbers"), "credited": _l("Came in"), "spent": _l("Went out"), "orders": _l("Orders"),
    "minutes": _l("Within minutes"), "refunds": _l("Taken back within a day"), "till": _l("Till"), "act": _l("What was done"), "value": _l("Amount"),
    "most": _l("What one person may do alone"),
}  # fmt: skip
ACTS: Mapping[str, LazyString] = {
    "reissue": _l("A card got another code"), "refund": _l("A card was taken away and refunded"), "correction": _l("Points were given or taken by hand"),
    "payment": _l("Money was sent back, counted over a day"), "adjustment": _l("A statement was adjusted"), "day": _l("Points by hand, counted over a day"),
}  # fmt: skip
LIMITS: Mapping[str, LazyString] = {
    "device_accounts": _l("Members on one device within 30 days"), "network_accounts": _l("Members on one network within 30 days"),
    "burn_points": _l("Points that come in at once"), "burn_percent": _l("Of them spent, %"), "burn_minutes": _l("Within minutes"),
    "refunds": _l("Orders taken back within a day"), "limit_percent": _l("Of what one person may do alone, %"),
    "allow_days": _l("A released device or network is left alone for, days"), "deny_days": _l("A blocked one counts against the next for, days"),
}  # fmt: skip
