"""How reconciliation is said: kinds, states, and why two things are one."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

KINDS = {
    "payout": Word(_l("Payout to a partner")), "owed": Word(_l("What a partner owes")), "deposit": Word(_l("Partner’s advance")),
    "payment": Word(_l("Member’s payment")), "refund": Word(_l("Refund to a member")), "acquirer": Word(_l("Acquirer’s payout")),
}  # fmt: skip
STATES = {
    "contradicted": Word(_l("Paid, though said to have failed"), "bad", "triangle-alert"), "released": Word(_l("Did not arrive"), "", "undo-2"),
    "returned": Word(_l("Money returned"), "bad", "undo-2"), "missing": Word(_l("Missing"), "bad", "x"), "under": Word(_l("Too little"), "warn", "triangle-alert"),
    "over": Word(_l("Too much"), "warn", "triangle-alert"), "wrong_currency": Word(_l("Another currency"), "warn", "triangle-alert"),
    "part": Word(_l("Partly arrived"), "accent", "hourglass"), "expected": Word(_l("Still expected"), "", "hourglass"),
    "matched": Word(_l("Matched"), "good", "check"), "ended": Word(_l("No longer expected"), "", "ban"),
}  # fmt: skip
ENTRY_STATES = {
    "contradicted": Word(_l("Paid, though said to have failed"), "bad", "triangle-alert"), "released": Word(_l("Did not arrive"), "", "undo-2"),
    "open": Word(_l("Not matched yet"), "warn", "scale"), "matched": Word(_l("Matched"), "good", "check"), "aside": Word(_l("Set aside"), "", "ban"),
    "returned": Word(_l("Money returned"), "bad", "undo-2"), "repeat": Word(_l("Already in another file"), "", "copy"), "closed": Word(_l("Of an account that was taken back"), "", "ban"),
}  # fmt: skip
# Why an entry is what was expected, or what another file had told.
WHY = {
    "reference": Word(_l("payment reference and amount")), "together": Word(_l("paid together, each named")), "in_parts": Word(_l("paid in parts, each named")),
    "by_hand": Word(_l("by hand")), "keys": Word(_l("the same payment reference")), "same_time": Word(_l("the same balances and day")),
    "nameless": Word(_l("the same day and amount, and no other")),
}  # fmt: skip
SUGGESTED = {
    "name": _l("names it"), "account": _l("the partner’s account"), "party": _l("a similar name"), "amount": _l("the same amount"), "day": _l("the days fit"),
}  # fmt: skip
FORMS = {
    "camt.052": Word(_l("camt.052")), "camt.053": Word(_l("camt.053")), "camt.054": Word(_l("camt.054")), "mt940": Word(_l("MT940")),
    "1c": Word(_l("1C")), "acquirer": Word(_l("Acquirer’s table")),
}  # fmt: skip
CHECKS = {
    "right": Word(_l("Adds up"), "good", "check"), "missed": Word(_l("Does not add up"), "bad", "x"), "gap": Word(_l("A statement before it is missing"), "bad", "x"),
    "no_balances": Word(_l("Has no balances"), "", "info"), "wrong": Word(_l("Wrong"), "bad", "x"),
}  # fmt: skip
REPAIRS = {
    "waiting": Word(_l("Waits"), "warn", "wrench"), "mended": Word(_l("Mended"), "good", "check"), "left_out": Word(_l("Left out"), "", "ban"),
}  # fmt: skip
ALL = Word(_l("All"))
