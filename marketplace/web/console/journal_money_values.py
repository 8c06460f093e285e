"""Words of ours in facts of the audit about money and files: payments, statements, payouts, reconciliation, uploads, suppliers, partners."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace import orders
from marketplace.web.console.money import payout_words
from marketplace.web.console.partners import lists as partner_words
from marketplace.web.console.payments import words as payment_words
from marketplace.web.console.reconciling import words as reconciling_words
from marketplace.web.console.supplied import words as supplied_words
from marketplace.web.shared import till_lines
from marketplace.web.shared.contract_pages import words as contract_words
from marketplace.web.shared.runs import words as run_words
from marketplace.web.shared.statement_pages import words as statement_words

Values = Mapping[str, LazyString]


def labels(*of: Mapping[str, Any]) -> Values:
    """What badges are called, without their tones and signs; of several words for one thing the first."""
    found: dict[str, LazyString] = {}
    for words in of:
        for name, one in words.items():
            found.setdefault(name, one[0] if isinstance(one, tuple) else one)
    return found


_OF_APPLICATIONS, _OF_CONNECTED = labels(partner_words.APPLICATION_STATES), labels(payout_words.CONNECTED)
_OF_ACCOUNTS = {
    "unknown": _l("not counted as ours"), "open": _l("an account of the programme"), "closed": _l("taken back"),
}  # fmt: skip
# By an action, or by all actions of a domain, and the name of the fact.
OF_ACTS: Mapping[tuple[str, str], Values] = {
    ("orders", "decided"): {name: one.verb for name, one in supplied_words.DECISIONS.items()},
    ("orders", "trouble"): labels(supplied_words.STATES),
    ("partners", "state"): labels(partner_words.STATES),
    ("partners.admit", "state"): _OF_APPLICATIONS,
    ("partners.refuse", "state"): _OF_APPLICATIONS,
    ("payments", "cause"): payment_words.CAUSES,
    ("payments", "known_by"): {"event": _l("the provider told us"), "asked": _l("we asked the provider")},
    ("payments", "outcome"): {"won": _l("Won"), "lost": _l("Decided against us"), "warning_closed": _l("Closed without a dispute")},
    ("payments", "refund"): labels(payment_words.REFUNDS),
    ("payments", "state"): labels(payment_words.STATES),
    ("reconciliation", "form"): labels(reconciling_words.FORMS),
    ("reconciliation", "reason"): labels(reconciling_words.WHY, till_lines.WHY),
    ("reconciliation", "state"): labels(
        reconciling_words.STATES, reconciling_words.ENTRY_STATES, reconciling_words.REPAIRS, till_lines.LINES, {"cleared": _l("cleared off")}
    ),
    ("reconciliation.agree_account", "state"): _OF_ACCOUNTS,
    ("reconciliation.close_account", "state"): _OF_ACCOUNTS,
    ("runs", "kind"): labels(run_words.KINDS),
    ("runs", "state"): labels(run_words.STATES),
    ("settlements", "state"): labels(
        statement_words.STATES, payout_words.EVENTS, payout_words.STATES, statement_words.OUTCOMES, {"open": _l("Open"), "refused": _l("Refused")}
    ),
    ("settlements", "why"): statement_words.REASONS,
    ("settlements.agree_to_bank", "state"): _OF_CONNECTED,
    ("settlements.connect", "state"): _OF_CONNECTED,
    ("settlements.connected", "state"): _OF_CONNECTED,
    ("settlements.paid_in", "kind"): {"debt": reconciling_words.KINDS["owed"].label, "deposit": reconciling_words.KINDS["deposit"].label},
    ("tills", "why"): {
        "short": _l("less was left"), "spent": _l("used up"), "frozen": _l("frozen"), "held": _l("given, waiting to be claimed"), "expired": _l("expired"),
        "void": _l("void"), "part_use": _l("it cannot be used in part"), "foreign": _l("of a partner whose cards it does not take"),
        "unknown": _l("there is no such code"), "reversed": _l("taken back at the till"), "time": _l("not within the time of its package"),
        "limit": _l("above a limit"),
    },
    **{("settlements", name): words for name, words in contract_words.WORDS.items()},
}  # fmt: skip


def paid_for(purpose: str) -> str | None:
    """What a payment is for, "order:17" or "topup:3", as people call it; None for anything else."""
    kind, _, number = purpose.partition(":")
    if kind not in payment_words.PURPOSES or not number.isdecimal():
        return None
    label = str(payment_words.PURPOSES[kind].label)
    return f"{label} {orders.number_of(int(number))}" if kind == "order" else label
