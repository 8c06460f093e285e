"""How cards and orders stand: the same on every page of the console that shows them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

CARDS: Mapping[str, Word] = {
    "active": Word(_l("Valid"), "good", "check"),
    "frozen": Word(_l("Frozen"), "warn", "snowflake"),
    "held": Word(_l("Given, waiting to be claimed"), "accent", "gift"),
    "void": Word(_l("Void"), "", "ban"),
    "replaced": Word(_l("Replaced"), "", "refresh-cw"),
    "spent": Word(_l("Used up"), "", "check"),
    "expired": Word(_l("Expired"), "", "hourglass"),
}
# How a card became void, where there is room to say so: staff took it away, or its order was taken back.
TAKEN_AWAY, RETURNED = Word(_l("Taken away"), "", "ban"), Word(_l("Returned"), "", "undo-2")
# What became of a card as a gift, as its giver's desk knows it.
GIFTS: Mapping[str, Word] = {
    "waiting": Word(_l("Not sent yet"), "", "hourglass"),
    "sent": Word(_l("Sent, waiting to be claimed"), "accent", "send"),
    "bounced": Word(_l("The email has come back"), "warn", "mail"),
    "claimed": Word(_l("Claimed"), "good", "check"),
    "taken_back": Word(_l("Taken back by the giver"), "", "undo-2"),
    "declined": Word(_l("Declined"), "", "undo-2"),
    "lapsed": Word(_l("Nobody has claimed it"), "", "hourglass"),
    "withheld": Word(_l("Ended: its payment was withdrawn"), "", "ban"),
    "stopped": Word(_l("Stopped by staff"), "warn", "ban"),
}
ORDERS: Mapping[str, Word] = {
    "unpaid": Word(_l("Waiting for payment"), "warn", "hourglass"),
    "placed": Word(_l("Being fulfilled"), "warn", "hourglass"),
    "unknown": Word(_l("Outcome unknown"), "bad", "circle-alert"),
    "obtained": Word(_l("Being fulfilled"), "warn", "hourglass"),
    "issued": Word(_l("Card issued"), "good", "check"),
    "cancelled": Word(_l("Cancelled"), "", "undo-2"),
}
