"""What was done in reconciliation, in words: each action of the audit."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

RECONCILIATION: Mapping[str, LazyString] = {
    "reconciliation.agree_account": _l("A bank account was added as the programme’s"),
    "reconciliation.clear_till": _l("A redemption missing from the tills’ lists was cleared"),
    "reconciliation.close_account": _l("A bank account was taken back"),
    "reconciliation.dismiss_till": _l("A till’s receipt was left out"),
    "reconciliation.give_up": _l("Money is no longer expected"),
    "reconciliation.leave_out": _l("A part of a bank’s file was left out"),
    "reconciliation.match": _l("An entry of a bank was matched by hand"),
    "reconciliation.match_till": _l("A till’s receipt was matched by hand"),
    "reconciliation.mend": _l("A part of a bank’s file was put right"),
    "reconciliation.part": _l("A match was undone"),
    "reconciliation.part_till": _l("A till’s receipt was unmatched"),
    "reconciliation.request_deposit": _l("A partner’s advance is expected"),
    "reconciliation.set_aside": _l("An entry of a bank was set aside"),
    "reconciliation.take_statement": _l("A bank’s statement was taken in"),
    "reconciliation.take_till_export": _l("A list of a partner’s tills was taken in"),
    "reconciliation.take_up": _l("An entry of a bank was put back"),
    "reconciliation.tell_apart": _l("An entry of a bank counts as a payment of its own"),
}
