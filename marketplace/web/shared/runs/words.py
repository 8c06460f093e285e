"""How runs are said: kinds, states, steps, happenings, sums."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import catalogue
from marketplace.core import formats
from marketplace.core.money import minor_digits
from marketplace.web.shared import filters, offer_words
from marketplace.web.shared.payment_words import CODES as CODES
from marketplace.web.shared.payment_words import PAYMENTS as PAYMENTS


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
        lambda: str(_("How far a price rises, in per cent; new brands and offers that disappear always exceed the "
                      "cap")),
    ),
    "codes": KindWords(
        _l("Codes"), _l("Unsold codes of one brand, CSV or XLSX. The file is encrypted at once, and deleted when the run ends."),
        _l("On sale %(done)s of %(all)s codes"),
    ),
    "reloadly": KindWords(
        _l("Reloadly's list"), _l("A product list from Reloadly, JSON. It becomes brands and offers, priced with a "
                                  "rate for each currency."),
        _l("Published %(done)s of %(all)s offers"),
        lambda: str(_("How far a price rises, in per cent; new brands and offers that disappear always exceed the "
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
    "at": _l("Date and time"), "day": _l("Day"), "time": _l("Time"), "receipt": _l("Receipt"), "till": _l("Till"), "amount": _l("Amount"), "kind": _l("Sale or refund"),
}  # fmt: skip
CHANGES = {
    "new": (_l("New"), "good", "circle-plus"),
    "changed": (_l("Changed"), "accent", "pencil"),
    "withdrawn": (_l("Withdrawn"), "bad", "circle-minus"),
}
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
}
CHOSEN = {
    "good": _l("left out"),
    "yes": _l("yes, what it leaves out is withdrawn"),
    "add": _l("added"),
}  # what was chosen, where it is a word of ours
# The fields of brands and offers, as far as people call them otherwise than the file does.
FIELDS = {
    "name_ru": _l("Name in Russian"), "name_en": _l("Name in English"), "title_ru": _l("Title in Russian"),
    "title_en": _l("Title in English"), "category": _l("Category"), "category_slug": _l("Category"), "partner": _l("Partner"),
    "brand": _l("Brand"), "city_slugs": _l("Cities"), "online": _l("Works online"), "description_ru": _l("Description in Russian"),
    "description_en": _l("Description in English"), "how_ru": _l("How it works, in Russian"), "how_en": _l("How it works, in English"),
    "keywords": _l("Search words"), "rank": _l("Position in the shop"), "symbology": _l("Bar code"), "palette": _l("Colours"),
    "motif": _l("Drawing"), "initials": _l("Initials"), "kind": _l("Kind"), "fulfilment": _l("Where codes come from"),
    "currency": _l("Currency"), "value": _l("Value"), "value_min": _l("Lowest value"), "value_max": _l("Highest value"), "value_step": _l("Step of the value"),
    "rate_points": _l("Points"), "rate_value": _l("For this much money"), "min_points": _l("Minimum points"), "money_rate": _l("Money per point"),
    "validity_days": _l("Valid, days"), "per_member_limit": _l("Limit for one member"), "total_limit": _l("Limit for all"),
    "tier": _l("Level"), "starts_at": _l("On sale from"), "ends_at": _l("On sale until"), "published": _l("In the shop"),
}  # fmt: skip
_POINTS = ("rate_points", "min_points")
_MONEY = ("value", "value_min", "value_max", "value_step", "rate_value", "money_rate")
_MOMENTS = ("starts_at", "ends_at")
_VALUES: dict[str, dict[str, LazyString]] = {
    "published": {"yes": _l("yes"), "no": _l("no")}, "kind": offer_words.KINDS, "fulfilment": offer_words.FULFILMENTS,
}  # fmt: skip
_PRICES = {"price of ": _l("Price of %(value)s"), "old price of ": _l("Old price of %(value)s")}


def edited(kind: str, file_name: str) -> bool:
    """Whether a run was made in the editor, so that nobody knows its file."""
    return kind == "catalogue" and file_name == catalogue.drafts.FILE


def named(kind: str, file_name: str) -> str:
    """What a run is called: after its file, unless it was made in the editor."""
    return str(_("Changes made in the editor")) if edited(kind, file_name) else file_name


def title(change: Any) -> str:
    """What a thing that changes is called, in the reader's language where it has a name in it."""
    held = change if isinstance(change, dict) else {"title": change.title, "title_en": change.title_en}
    return str((held.get("title_en") if filters.language() == "en" else "") or held["title"])


def field(name: str) -> str:
    """What people call a field of a comparison."""
    for prefix, said in _PRICES.items():
        if name.startswith(prefix):
            return str(said) % {"value": _worth(name.removeprefix(prefix))}
    return str(FIELDS.get(name, name))


def value(name: str, text: str, *, bare: bool = False) -> str:
    """What a field of a comparison holds, as the reader writes points (`bare`: without their unit), money, days and words; "" stays."""
    if not text:
        return ""
    if name in _POINTS or name.startswith(tuple(_PRICES)):
        return filters.number(int(text)) if bare else filters.points(int(text))
    if name in _MONEY:
        return " – ".join(_worth(one) for one in text.split(" – "))
    if name in _MOMENTS:
        return str(filters.moment(datetime.fromisoformat(text)))
    return str(_VALUES.get(name, {}).get(text, text))


def change_of(name: str, was: str, will: str) -> tuple[str, bool]:
    """By how much a price changes, in percent, and whether it becomes dearer; "" where it is no price or was none."""
    if not name.startswith("price of ") or not was or not will:
        return "", False
    share = (int(will) - int(was)) * 100 / int(was)
    return (
        f"{'+' if share > 0 else formats.MINUS}{formats.number(round(abs(share)), 0, filters.language())} %",
        share > 0,
    )


def _worth(named: str) -> str:
    """A value of an offer, "1000 RUB", as the reader writes money."""
    amount, _space, currency = named.rpartition(" ")
    return filters.money(int(Decimal(amount).scaleb(minor_digits(currency))), currency) if amount else named
