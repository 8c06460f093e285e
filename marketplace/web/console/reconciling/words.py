"""How reconciliation is said: kinds, states, and why two things are one."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

KINDS = {
    "payout": Word(_l("Payout to a partner")), "owed": Word(_l("What a partner owes")), "deposit": Word(_l("Partner’s advance")),
    "payment": Word(_l("Member’s payment")), "refund": Word(_l("Refund to a member")), "acquirer": Word(_l("Acquirer’s payout")),
}  # fmt: skip
STATES = {
    "contradicted": Word(_l("paid, though said to have failed"), "bad", "triangle-alert"), "released": Word(_l("did not arrive"), "", "undo-2"),
    "returned": Word(_l("money returned"), "bad", "undo-2"), "missing": Word(_l("missing"), "bad", "x"), "under": Word(_l("too little"), "warn", "triangle-alert"),
    "over": Word(_l("too much"), "warn", "triangle-alert"), "wrong_currency": Word(_l("another currency"), "warn", "triangle-alert"),
    "part": Word(_l("part arrived"), "accent", "hourglass"), "expected": Word(_l("expected"), "", "hourglass"),
    "matched": Word(_l("matched"), "good", "check"), "ended": Word(_l("no longer expected"), "", "ban"),
}  # fmt: skip
ENTRY_STATES = {
    "contradicted": Word(_l("paid, though said to have failed"), "bad", "triangle-alert"), "released": Word(_l("did not arrive"), "", "undo-2"),
    "open": Word(_l("not matched"), "warn", "scale"), "matched": Word(_l("matched"), "good", "check"), "aside": Word(_l("set aside"), "", "ban"),
    "returned": Word(_l("money returned"), "bad", "undo-2"), "repeat": Word(_l("already in another file"), "", "copy"), "closed": Word(_l("of an account that was taken back"), "", "ban"),
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
    "right": Word(_l("adds up"), "good", "check"), "missed": Word(_l("does not add up"), "bad", "x"), "gap": Word(_l("a statement before it is missing"), "bad", "x"),
    "no_balances": Word(_l("has no balances"), "", "info"), "wrong": Word(_l("wrong"), "bad", "x"),
}  # fmt: skip
REPAIRS = {
    "waiting": Word(_l("waits"), "warn", "wrench"), "mended": Word(_l("put right"), "good", "check"), "left_out": Word(_l("left out"), "", "ban"),
}  # fmt: skip
ALL = Word(_l("All"))
