"""How runs of payments and what becomes of payments are called."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.payment_words import CODES as CODES

STATES = {
    "draft": (_l("Waits for approval"), "warn", "hourglass"), "approved": (_l("Approved"), "accent", "check"), "sent": (_l("Sent"), "accent", "send"),
    "done": (_l("Finished"), "good", "circle-check"), "dropped": (_l("Given up"), "", "x"),
}  # fmt: skip
EVENTS = {
    "waiting": (_l("on its way"), "", "hourglass"), "accepted": (_l("accepted by the bank"), "accent", "check"), "confirmed": (_l("arrived"), "good", "check"), "failed": (_l("failed"), "bad", "x"),
    "name_mismatch": (_l("the name does not match"), "warn", "triangle-alert"), "returned": (_l("came back"), "bad", "undo-2"), "reopened": (_l("unknown again: the bank’s entry was another’s"), "warn", "hourglass"),
}  # fmt: skip
KNOWN_BY = {"bank": _l("the bank’s file"), "provider": _l("the payment provider"), "person": _l("by hand")}
CHANNELS = {"bank": _l("A file for the bank"), "stripe": _l("By the payment provider")}
CONNECTED = {
    "asked": (_l("being opened"), "", "hourglass"), "incomplete": (_l("details are missing"), "warn", "triangle-alert"),
    "checking": (_l("being checked"), "", "hourglass"), "ready": (_l("connected"), "good", "check"),
    "changed": (_l("another bank account"), "bad", "triangle-alert"),
}  # fmt: skip
