"""What the facts of points put right by hand, and of letters that came back, are called in the audit, and words of ours that stand in them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.console.fraud import words as fraud_words

NAMES: dict[str, LazyString] = {
    **fraud_words.LIMITS,
    "erased": _l("Erased"),
    "hidden": _l("Hidden"),
    "suspended": _l("Suspended from issuing"),
    "balance": _l("Balance"),
    "limit_crossed": _l("Beyond the limit"),
    "case": _l("Case"),
}
WORDS: dict[str, LazyString] = {
    "anothers": _l("They belong to another member"),
    "bank_card": _l("A bank card was bound to the wrong member"),
    "missing": _l("They had not been credited"),
    "promised": _l("They were promised"),
    "reachable": _l("Emails arrive"),
    "undelivered": _l("Returned to sender"),
    "twice": _l("They were credited twice"),
    "unreachable": _l("Emails come back"),
}
