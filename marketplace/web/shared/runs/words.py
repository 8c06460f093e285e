"""How runs are said: kinds, states, steps, happenings, sums."""

from collections.abc import Callable
from typing import NamedTuple

from flask import g
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import catalogue, partners
from marketplace.core.errors import NotFound
from marketplace.web.shared import filters
from marketplace.web.shared.payment_words import CODES as CODES
from marketplace.web.shared.payment_words import PAYMENTS as PAYMENTS
from marketplace.web.shared.runs.change_words import field as field
from marketplace.web.shared.runs.change_words import said as said
from marketplace.web.shared.runs.change_words import title as title


class KindWords(NamedTuple):
    """What a kind is called, what its file is, and what is counted."""

    title: LazyString
    about: LazyString
    applied: LazyString
    size: Callable[[], str] | None = None  # what a rule of approval counts, unless it is the changes


KINDS = {
    "brands": KindWords(
        _l("Brands"), _l("Brands and their partners, CSV or XLSX. A file never removes a brand."), _l("Applied %(done)s of %(all)s brands")
    ),
    "catalogue": KindWords(
        _l("Catalogue"), _l("Offers and their prices, CSV or XLSX. Offers that the file leaves out stay in the shop, "
                            "unless you say that the file is whole."),
        _l("Published %(done)s of %(all)s offers"),
        lambda: str(_("How far a price rises or falls, in per cent; new brands and offers that disappear always exceed the "
                      "cap")),
    ),
    "codes": KindWords(
        _l("Codes"), _l("Unsold codes of one brand: up to 1,000,000 as CSV, some 200,000 as XLSX. The file is encrypted at once, and deleted when "
                        "the run ends."),
        _l("On sale %(done)s of %(all)s codes"),
    ),
    "reloadly": KindWords(
        _l("Reloadly's list"), _l("A product list from Reloadly, JSON. It becomes brands and offers, priced with a "
                                  "rate for each currency."),
        _l("Published %(done)s of %(all)s offers"),
        lambda: str(_("How far a price rises or falls, in per cent; new brands and offers that disappear always exceed the "
                      "cap")),
    ),
    "bank_statement": KindWords(
        _l("Bank statement"), _l("camt.052, camt.053, camt.054, MT940, 1CClientBankExchange, or an acquirer's settlement as a table. "
                                 "What other files told already counts once."),
        _l("Taken %(done)s of %(all)s entries"),
    ),
    "payment_status": KindWords(
        _l("Report of payments"), _l("pain.002: what the bank says became of payments that it was given. What is rejected is owed again; that takes a second person."),
        _l("Taken %(done)s of %(all)s payments"),
        lambda: str(_("Payments that the bank rejected")),
    ),
    "till_export": KindWords(
        _l("What tills took"), _l("A partner’s own list of receipts paid with cards, CSV or XLSX. It is held against what was taken here; "
                                  "which column means what is shown first, and remembered."),
        _l("Taken %(done)s of %(all)s receipts"),
    ),
    "rates": KindWords(
        _l("Exchange rates"), _l("What one unit of a currency was worth in another’s on a day, CSV or XLSX. Cards in another currency than their contract’s "
                                 "are settled by them. A rate that is there never changes."),
        _l("Taken %(done)s of %(all)s rates"),
    ),
    "card_operations": KindWords(
        _l("Card operations"), _l("The issuer's registry, CSV in Windows-1251. Each operation counts once."),
        _l("Applied %(done)s of %(all)s operations"),
    ),
}  # fmt: skip

# A state: its word, tone and sign, and which step of the five it stands at.
STATES = {
    "kept": (_l("Waiting to be checked"), "accent", "refresh-cw", 1),
    "checking": (_l("Being checked"), "accent", "refresh-cw", 1),
    "checked": (_l("Ready to apply"), "", "eye", 2),
    "awaiting_approval": (_l("Waiting for approval"), "warn", "hourglass", 3),
    "applying": (_l("Running"), "accent", "refresh-cw", 4),
    "stopped": (_l("Stopped"), "warn", "pause", 4),
    "applied": (_l("Applied"), "good", "check", 5),
    "failed": (_l("Not applied"), "bad", "circle-alert", 1),
    "discarded": (_l("Discarded"), "", "ban", 2),
}
WRONG = (_l("With errors"), "bad", "circle-alert")
STEPS = (_l("Received"), _l("Checked"), _l("Previewed"), _l("Approved"), _l("Applied"))

# What happened: its words, sign and tone.
EVENTS = {
    "kept": (_l("Saved as received"), "inbox", ""),
    "checking": (_l("The check started"), "list-checks", ""),
    "checked": (_l("Checked"), "eye", "good"),
    "rechecked": (_l("To be checked again"), "refresh-cw", ""),
    "proposed": (_l("Approval was requested"), "hourglass", ""),
    "approved": (_l("Approved"), "shield-check", "good"),
    "started": (_l("Applying started"), "play", ""),
    "stopped": (_l("Stopped"), "pause", "warn"),
    "continued": (_l("Continued"), "play", ""),
    "applied": (_l("Applied in full"), "check", "good"),
    "failed": (_l("Not applied"), "circle-alert", "bad"),
    "discarded": (_l("Discarded, the file is deleted"), "ban", ""),
}

REASONS = {
    "earned": _l("Earned points"),
    "taken_back": _l("Refunds, points taken back"),
    "waiting": _l("In the future: they wait until their time comes"),
    "no_member": _l("Cards not linked to a member"),
    "cash": _l("Cash, earns nothing"),
    "quasi_cash": _l("Cash equivalents, earn nothing"),
    "other_currency": _l("Another currency, earns nothing"),
    "too_small": _l("Too small for a point"),
    "no_purchase": _l("Refunds without a purchase, take nothing"),
    "above_purchase": _l("Refunds of purchases already refunded, take nothing"),
}
TILL_FIELDS = {
    "at": _l("Date and time"), "day": _l("Day"), "time": _l("Time"), "receipt": _l("Receipt number"), "till": _l("Till"), "amount": _l("Amount"), "kind": _l("Sale or refund"),
}  # fmt: skip
OPTIONS = {
    "brand": _l("Brand"),
    "value": _l("Value of each code"),
    "offer": _l("Offer"),
    "source": _l("Source"),
    "rates": _l("Points for one unit"),
    "validity_days": _l("Valid, days"),
    "category": _l("Category"),
    "rows": _l("Rows with errors"),
    "columns": _l("Columns"),
    "partner": _l("Partner"),
    "whole": _l("Whole catalogue"),
    "accounts": _l("Accounts new here"),
    "undoes": _l("Takes back publication No."),
}
CHOSEN = {
    "good": _l("left out"),
    "yes": _l("yes, what it leaves out is withdrawn"),
    "add": _l("added"),
}  # what was chosen, where it is a word of ours


def chosen(name: str, held: str) -> str:
    """What was chosen for a file, in words: a brand by its name, as long as the programme has it."""
    if name == "brand":
        try:
            return filters.local(partners.brand_by_slug(g.programme.id, held), "name")
        except NotFound:
            return held
    return str(CHOSEN.get(held, held))


def edited(kind: str, file_name: str) -> bool:
    """Whether a run was made in the editor, so that nobody knows its file."""
    return kind == "catalogue" and file_name == catalogue.drafts.FILE


def undoing(kind: str, file_name: str) -> bool:
    """Whether a run takes a publication back, so that its file says only what comes back."""
    return kind == "catalogue" and file_name == catalogue.TAKEN_BACK


def named(kind: str, file_name: str) -> str:
    """What a run is called: after its file, unless nobody has brought one."""
    if undoing(kind, file_name):
        return str(_("A publication taken back"))
    return str(_("Changes made in the editor")) if edited(kind, file_name) else file_name
