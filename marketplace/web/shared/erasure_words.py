"""Erasures in words: what stands in the way, what is destroyed in each step, how a request stands."""

from collections.abc import Mapping

from flask import g
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.erasures import Loss, Reason
from marketplace.web.shared import filters

REASONS: Mapping[Reason, LazyString] = {
    "role": _l("A role here or at a partner has to be given up first."),
    "order": _l("An order is still in progress."),
    "payment": _l("A payment is still in progress."),
    "refund": _l("Money is on its way back."),
    "dispute": _l("The bank has opened a dispute about a payment."),
    "gift": _l("A gift has not been claimed yet: take it back first."),
    "debt": _l("Something is still owed."),
    "hold": _l("The account is on hold."),
    "proposal": _l("A colleague has proposed something that is not decided yet."),
}
STEPS: Mapping[str, LazyString] = {
    "points": _l("Points: ended"), "gifts": _l("Gifts: names, addresses, messages"), "wallets": _l("Phones that show cards"), "wishes": _l("Wishes"),
    "cases": _l("Requests: texts, contacts, files"), "calls": _l("Calls: numbers, notes"),
    "support": _l("Support: notes, evidence, copies of the data"), "fraud": _l("Fraud desk: what was written"),
    "proposals": _l("Proposals: what was written"), "cards": _l("Cards: notes"), "orders": _l("Orders: notes"),
    "payments": _l("Payments: notes, messages of the provider"), "bank_cards": _l("Bank cards: tokens, places of payment"),
    "letters": _l("Emails"), "records": _l("Audit log: reasons, names, contacts"), "profile": _l("Profile: name, contacts, city"),
    "sign_in": _l("Sign-in: address, password, devices, passkeys"),
}  # fmt: skip


def lost(loss: Loss) -> list[tuple[str, str]]:
    """What a member loses, as rows of a name and a value."""
    rows = [(str(_l("Points")), filters.points(loss.points))]
    rows += [(str(_l("Left on cards")), filters.money(one.amount, one.currency)) for one in loss.cards]
    rows += [(str(_l("Wishes")), filters.grouped(loss.wishes))] if loss.wishes else []
    rows += [(str(_l("Open requests")), filters.grouped(loss.open_cases))] if loss.open_cases else []
    return rows


def day(moment: object) -> str:
    """The programme's day of a moment, in words."""
    return filters.day(g.programme.day(moment))
