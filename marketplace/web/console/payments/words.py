"""What payments, refunds, disputes and the provider's events are called."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

STATES = {
    "open": Word(_l("Waiting for money"), "", "clock"),
    "closing": Word(_l("Being closed"), "", "clock"),
    "paid": Word(_l("Paid"), "good", "check"),
    "expired": Word(_l("Expired"), "", "x"),
    "refunded": Word(_l("Refunded"), "", "undo-2"),
    "disputed": Word(_l("Disputed"), "warn", "triangle-alert"),
}
PURPOSES = {"order": Word(_l("Order")), "topup": Word(_l("Points"))}
TROUBLES = {
    "wrong_amount": _l("A different amount arrived than was due. Nothing was handed over: check it with the provider and refund it there."),
    "refused": _l("The provider refused to open a payment page. An order was cancelled and its points returned."),
    "owed_back": _l("A bank gave money back after the debt for it had been paid or written off. What was kept back belongs to the member: agree with them."),
    "refund_failed": _l("A refund did not arrive: the bank sent it back, or the provider refused it. Agree with the member on another way."),
}  # fmt: skip
REFUNDS = {
    "requested": Word(_l("Requested"), "", "clock"),
    "done": Word(_l("Done"), "good", "check"),
    "failed": Word(_l("Failed"), "bad", "x"),
}
CAUSES = {
    "returned": _l("what it was for was taken back"), "late": _l("the money came too late"), "staff": _l("decided by staff"),
    "provider": _l("made at the provider"),
}  # fmt: skip
CALLS = {
    "open": _l("Asked for a payment page"), "look": _l("Checked its status"), "close": _l("Asked to close the page"),
    "refund": _l("Asked for a refund"), "find_refund": _l("Checked the status of a refund"),
}  # fmt: skip
ANSWERS = {
    "opened": _l("opened"), "open": _l("not paid yet"), "paid": _l("paid"), "expired": _l("can no longer be paid"), "refused": _l("refused"),
    "not_sent": _l("could not be asked"), "unclear": _l("no clear answer"), "done": _l("done"), "pending": _l("on its way"),
    "failed": _l("failed"), "none": _l("no such refund"),
}  # fmt: skip
HEARD = {
    "done": _l("applied"), "ignored": _l("not relevant"), "foreign": _l("not about anything of ours"), "waiting": _l("waiting for its payment"),
    "refused": _l("not applied"),
}  # fmt: skip
