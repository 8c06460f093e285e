"""How statements are called: their states, kinds of lines, reasons and outcomes of disputes."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

KINDS: dict[str, LazyString] = {
    "payout": _l("Paid out"), "payout_return": _l("Payments that came back"), "sale": _l("Sales"), "cancellation": _l("Cancelled orders"),
    "exchanged_in": _l("Exchanged for these cards"), "exchanged_out": _l("Exchanged for other cards"), "redemption": _l("Redemptions at tills"),
    "reversal": _l("Reversals"), "elsewhere": _l("Used at other partners"), "elsewhere_back": _l("Reversed at other partners"),
    "withheld": _l("Withheld: a bank took the money back"), "withheld_back": _l("Given back: the bank returned the money"),
    "breakage": _l("Expired unspent"), "late_breakage": _l("Returned to expired cards"),
    "breakage_back": _l("Expired cards that were extended"), "breakage_again": _l("Expired unspent after an extension"), "adjustment": _l("Adjustments"),
    "promotion": _l("Share of joint promotions"), "promotion_cancelled": _l("Share of joint promotions, cancelled orders"),
    "promotion_refunded": _l("Share of joint promotions, refunds"), "paid_in": _l("Paid by the partner"),
    "netting": _l("Set off against other programmes"),
    "points_programme": _l("Paid with points of the programme"), "points_programme_back": _l("Points of the programme, cancelled orders"),
    "points_programme_refunded": _l("Points of the programme, refunds"),
    "points_bank": _l("Paid with points of the bank"), "points_bank_back": _l("Points of the bank, cancelled orders"), "points_bank_refunded": _l("Points of the bank, refunds"),
    "points_member": _l("Paid with points that members bought"), "points_member_back": _l("Points that members bought, cancelled orders"),
    "points_member_refunded": _l("Points that members bought, refunds"),
}  # fmt: skip
STATES = {
    "drawn": (_l("Drawn"), "", "file-text"), "sent": (_l("Awaiting a reply"), "warn", "hourglass"), "disputed": (_l("Disputed"), "warn", "message-square"),
    "accepted": (_l("Accepted"), "good", "check"), "settled": (_l("Settled"), "good", "circle-check"),
}  # fmt: skip
STEPS = (_l("Drawn"), _l("At the partner’s"), _l("Accepted"), _l("Settled"))
STEP_OF = {"drawn": 0, "sent": 1, "disputed": 1, "accepted": 2, "settled": 4}
PAPERS = {"act": _l("Act"), "invoice": _l("Invoice")}
REASONS: dict[str, LazyString] = {
    "amount": _l("The amount is wrong"), "duplicate": _l("It is counted twice"), "not_ours": _l("It is not ours"), "missing": _l("Something is missing"),
    "terms": _l("Other terms apply"), "other": _l("Something else"),
}  # fmt: skip
# What moved the value of a card.
MOVED_BY: dict[str, LazyString] = {
    "redemption": _l("Taken at a till"), "reversal": _l("Reversed at a till"), "authorisation": _l("Reserved at a till"),
    "authorisation_end": _l("A reservation ended"), "dispute": _l("A bank took the money back"), "dispute_back": _l("The bank returned the money"),
    "ending": _l("Went on as another card"), "carried": _l("Spent before it was this card"),
}  # fmt: skip
OUTCOMES = {
    "": (_l("Under discussion"), "warn", "hourglass"), "upheld": (_l("Decided for the partner"), "good", "check"), "rejected": (_l("The line is unchanged"), "", "x"),
    "withdrawn": (_l("Withdrawn"), "", "undo-2"),
}  # fmt: skip
