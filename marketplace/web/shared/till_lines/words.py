"""How receipts of tills are said: their states, and why one is a redemption."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

LINES = {
    "other_amount": Word(_l("another sum here"), "warn", "triangle-alert"), "other_day": Word(_l("another day here"), "warn", "triangle-alert"),
    "reversed": Word(_l("reversed here"), "warn", "undo-2"), "missing_with_us": Word(_l("not taken here"), "bad", "x"),
    "matched": Word(_l("matched"), "good", "check"), "repeat": Word(_l("already in another file"), "", "copy"),
    "taken_back": Word(_l("taken back at the till"), "", "undo-2"), "dismissed": Word(_l("set aside"), "", "ban"),
}  # fmt: skip
WHY = {
    "receipt_till": Word(_l("receipt, till, day and sum")), "receipt": Word(_l("receipt, time and sum")), "till_time": Word(_l("till, time and sum")),
    "together": Word(_l("several cards, one receipt")), "by_hand": Word(_l("by hand")),
}  # fmt: skip
