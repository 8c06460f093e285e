"""What the facts of payments, statements and payouts are called in the audit, and words of ours that stand in them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

NAMES: dict[str, LazyString] = {
    "available": _l("Can be refunded"),
    "cause": _l("Cause"),
    "dispute": _l("Dispute"),
    "known_by": _l("Known from"),
    "money_part": _l("Paid in money"),
    "owed": _l("Owed"),
    "points_part": _l("Paid in points"),
    "purpose": _l("Paid for"),
    "refund": _l("Refund"),
}
WORDS: dict[str, LazyString] = {
    "closing": _l("Being closed"),
    "funds_reinstated": _l("Funds came back"),
    "funds_withdrawn": _l("Funds withdrawn"),
    "late": _l("Came too late"),
    "opened": _l("Opened"),
    "paid": _l("Paid"),
    "provider": _l("Made at the payment provider"),
    "requested": _l("Requested"),
    "staff": _l("Decided by staff"),
    "accepted": _l("Accepted"),
    "confirmed": _l("Arrived"),
    "draft": _l("Draft"),
    "dropped": _l("Given up"),
    "drawn": _l("Drawn"),
    "name_mismatch": _l("Name does not match"),
    "partner": _l("Partner"),
    "programme": _l("Programme"),
    "rejected": _l("The line stands"),
    "returned": _l("Came back"),
    "sent": _l("Sent"),
    "settled": _l("Settled"),
    "signed": _l("Signed"),
    "disputed": _l("Disputed"),
    "upheld": _l("Decided for the partner"),
    "won": _l("Won"),
}
