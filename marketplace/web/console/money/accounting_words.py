"""How accounts, entries and kinds of vouchers are called in the journal."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.shared.statement_pages import KINDS

ACCOUNTS: dict[str, LazyString] = {
    "1100": _l("Money at the payment provider"), "1200": _l("Owed by members"), "1300": _l("Bank account"), "1310": _l("Payments of statements, until the bank tells of them"), "1320": _l("Bank entries that nothing explains yet"), "1400": _l("Settlements between programmes"), "1500": _l("The bank owes for points that were spent"), "2100": _l("Members’ balances"),
    "2110": _l("Set aside for orders"), "2200": _l("Paid and not handed over yet"), "2300": _l("Given for partners’ cards"),
    "2400": _l("Settlements with partners"), "2500": _l("VAT to pay"), "2600": _l("Bought points, paid by members before"), "3100": _l("The programme’s own"), "3900": _l("Not cleared up"),
    "4100": _l("Expired"), "4200": _l("Commission"), "4300": _l("Expired cards"), "4400": _l("Partners’ share of promotions"), "4500": _l("Points that paid for cards"), "5100": _l("Cost of cards"), "5200": _l("Adjustments"),
    "5300": _l("VAT in the price of cards sold"), "5400": _l("Cost of points that the programme gave"), "5500": _l("Fees of banks and acquirers"), "9100": _l("VAT that partners owe"), "9190": _l("VAT that partners owe, counter-entry"),
}  # fmt: skip
TRANSFERS: dict[str, LazyString] = {
    "accrual": _l("Earned"), "clawback": _l("Taken back"), "order": _l("Order"), "hold": _l("Set aside for an order"), "capture": _l("Order, handed over"),
    "release": _l("Order, given up"), "reversal": _l("Order, taken back"), "expiry": _l("Expiry"), "erasure": _l("Erasure of data"), "adjustment": _l("Correction"),
    "bank:entry": _l("Bank entry"), "bank:fee": _l("Fee of an acquirer"), "bank:match": _l("Bank entry, matched"), "bank:parted": _l("Bank entry, parted"),
    "payment": _l("Payment"), "sale": _l("Paid card, handed over"), "refund": _l("Refund"), "dispute": _l("Dispute of a payment"),
}  # fmt: skip
VOUCHERS = {"single": _l("Single-purpose: at sale"), "multi": _l("Multi-purpose: when used")}
ROLES = {"agent": _l("Agent"), "principal": _l("In its own name")}
TIES = {
    "balance": _l("Debits and credits"), "liability": _l("Liability and members’ accounts"), "statements": _l("Statements and settlements with partners"), "bank": _l("Bank statements and the bank account"),
}  # fmt: skip


def document(kind: str) -> str:
    """What an entry is of, in words: a kind of transfer that nobody has named is called by its own name."""
    of, _colon, section = kind.rpartition(":")
    return str(KINDS[section] if of == "statement" else TRANSFERS.get(kind, kind))
