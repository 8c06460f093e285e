"""How runs of payments and what becomes of payments are called."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import settlements
from marketplace.settlements import Payable, Payment, Run
from marketplace.web.shared import filters
from marketplace.web.shared.payment_words import CODES as CODES

STATES = {
    "draft": (_l("Waits for approval"), "warn", "hourglass"), "approved": (_l("Approved"), "accent", "check"),
    "written": (_l("File ready: give it to the bank"), "warn", "file-text"), "sent": (_l("Sent"), "accent", "send"),
    "done": (_l("Finished"), "good", "circle-check"), "dropped": (_l("Given up"), "", "x"),
}  # fmt: skip
EVENTS = {
    "waiting": (_l("on its way"), "", "hourglass"), "accepted": (_l("accepted by the bank"), "accent", "check"), "confirmed": (_l("arrived"), "good", "check"), "failed": (_l("failed"), "bad", "x"),
    "name_mismatch": (_l("the name does not match"), "warn", "triangle-alert"), "returned": (_l("came back"), "bad", "undo-2"), "reopened": (_l("unknown again: the bank’s entry was another’s"), "warn", "hourglass"),
}  # fmt: skip
KNOWN_BY = {
    "bank": _l("the bank’s statement"), "file": _l("the bank’s report, uploaded"), "key": _l("the bank’s report, sent by a program"),
    "provider": _l("the payment provider"), "person": _l("by hand"),
}  # fmt: skip
# A payment of which nothing is known yet, by how far its run has come.
UNKNOWN = {
    "draft": _l("waits for approval"), "approved": _l("approved, not sent to the bank yet"), "written": _l("in the bank’s file, not handed over yet"), "sent": EVENTS["waiting"][0], "dropped": _l("given up"),
}  # fmt: skip
CHANNELS = {"bank": _l("A file for the bank"), "stripe": _l("By the payment provider")}
CONNECTED = {
    "asked": (_l("being opened"), "", "hourglass"), "incomplete": (_l("details are missing"), "warn", "triangle-alert"),
    "checking": (_l("being checked"), "", "hourglass"), "ready": (_l("connected"), "good", "check"),
    "changed": (_l("a bank account not agreed to"), "bad", "triangle-alert"),
}  # fmt: skip
WHY_NOT = {
    "suspended": _l("withheld: the partner is suspended"), "currency": _l("its contract is in another currency"), "unaccepted": _l("no statement accepted yet"),
    "terms": _l("no contract in force"), "nothing": _l("nothing is owed"), "netted": _l("in other payouts already"), "account": _l("no account to pay to"),
    "kind": _l("its account is of another kind than the programme’s"), "unconnected": _l("no account at the payment provider"),
    "unready": _l("its account at the payment provider is not ready"), "changed": _l("a bank account at the payment provider that nobody has agreed to"),
}  # fmt: skip


def way(run: Run) -> tuple[list[str], int]:
    """The steps of a run, and which of them was reached last; their number once all are done."""
    if run.channel == "bank":
        names = [_("Drafted"), _("Approved"), _("File ready"), _("At the bank"), _("Arrived")]
        reached = {"draft": 0, "approved": 1, "written": 2, "sent": 3, "done": 5}
    else:
        names = [_("Drafted"), _("Approved"), _("Sent"), _("Arrived")]
        reached = {"draft": 0, "approved": 1, "sent": 2, "done": 4}
    return names, reached.get(run.state, 0)


def standing(one: Payment, run: Run) -> str:
    """How a payment of a run stands, as far as anything is known of it."""
    return str(UNKNOWN[run.state] if one.state == "waiting" and run.state in UNKNOWN else EVENTS[one.state][0])


def names_differ(holder: str, legal_name: str) -> str:
    """What to say where the name at the bank is not the company's: a bank that compares them may send a payment back; "" where it is."""
    likeness = settlements.likeness(holder, legal_name)
    if likeness == "same":
        return ""
    if likeness == "unknown":
        return str(
            _("The legal name of the company is not known here: compare “%(holder)s” with the contract.", holder=holder)
        )
    names = {"holder": holder, "legal_name": legal_name}
    if likeness == "close":
        return str(
            _("The names are not quite the same: “%(legal_name)s” in the contract, “%(holder)s” at the bank.", **names)
        )
    return str(
        _(
            "Two different names: “%(legal_name)s” in the contract, “%(holder)s” at the bank. The bank may send payments back.",
            **names,
        )
    )


def why_not(one: Payable) -> str:
    """Why a partner would not be paid; "" where it would."""
    if one.why == "not_due" and one.payday:
        return str(_("to be paid on %(day)s", day=filters.day(one.payday)))
    if one.why == "minimum":
        return str(_("less than its contract pays at least, %(sum)s", sum=filters.money(one.minimum, one.currency)))
    if one.why == "nothing" and one.amount < 0:
        return str(_("it owes %(sum)s itself", sum=filters.money(-one.amount, one.currency)))
    return str(WHY_NOT[one.why]) if one.why else ""
