"""The terms of a contract in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import formats
from marketplace.settlements import Promotable, Terms
from marketplace.web.shared import filters

NAMES: Mapping[str, LazyString] = {
    "owed_on": _l("A card’s value is owed"), "payment": _l("The programme pays"), "warn_at": _l("Warn at"), "commission_bp": _l("Commission"),
    "commission_fixed": _l("Commission for each card sold or used"), "commission_steps": _l("Commission by steps"), "commission_by": _l("Who bears the commission"),
    "vat_bp": _l("VAT"), "vat_kinds": _l("Tax kind by offer"), "tax_number": _l("Tax number"), "point_prices": _l("Price of a point"),
    "breakage_bp": _l("Partner’s share of what expires"), "rate_source": _l("Exchange rates from"), "calendar": _l("Statements"),
    "payout_day": _l("Payout day"), "payout_minimum": _l("Minimum payout"), "papers": _l("Papers with a statement"),
}  # fmt: skip
# The words of a term that takes a few only, by its name.
WORDS: Mapping[str, Mapping[str, LazyString]] = {
    "owed_on": {"sale": _l("when it is sold"), "redemption": _l("as it is used")},
    "payment": {"prepaid": _l("in advance, from a deposit"), "postpaid": _l("afterwards")},
    "commission_by": {"partner": _l("the partner"), "programme": _l("the programme")},
    "calendar": {"weekly": _l("each week"), "monthly": _l("each month")},
    "papers": {"": _l("none"), "act": _l("an act"), "act_invoice": _l("an act and an invoice")},
}  # fmt: skip
VOUCHERS = {"single": _l("single-purpose: tax at sale"), "multi": _l("multi-purpose: tax at redemption")}
ROLES = {"agent": _l("agent"), "principal": _l("principal")}
OFFERS = {
    "gift_card": _l("Gift cards"),
    "certificate": _l("Certificates"),
    "goods": _l("Goods"),
    "service": _l("Services"),
}
# Points by who pays for them, the funder.
POINTS = {
    "programme": _l("Points that the programme gives"), "bank": _l("Points for card operations, paid for by the bank"),
    "member": _l("Points that members have bought"),
}  # fmt: skip
_DAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))
_SHARES, _SUMS = ("commission_bp", "vat_bp", "breakage_bp"), ("commission_fixed", "payout_minimum", "warn_at")


def said(name: str, terms: Terms, currency: str, offers: Mapping[str, str]) -> str:
    """One of the terms as people read it. `offers`: how single offers are called, by their key ("offer:17")."""
    value = getattr(terms, name)
    if name in WORDS:
        return str(WORDS[name][value])
    if name in _SHARES:
        return percent(value)
    if name in _SUMS:
        return filters.money(value, currency) if value else _("none")
    if name == "commission_steps":
        return "; ".join(_("from %(sum)s: %(share)s", sum=filters.money(step["from"], currency), share=percent(step["bp"])) for step in value) or _("none")  # fmt: skip
    if name == "vat_kinds":
        return _tax(value, offers)
    if name == "point_prices":
        return "; ".join(
            f"{POINTS[funder]}: {filters.point_price(price, currency)}" for funder, price in value.items()
        ) or _("none")
    if name == "payout_day":
        return str(_DAYS[value - 1]) if terms.calendar == "weekly" else str(value)
    return str(value) or _("none")


def _tax(kinds: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """The tax kinds of offers, those of one kind and rate together."""
    together: dict[tuple[str, str, int | None], list[str]] = {}
    for kind, one in kinds.items():
        alike = together.setdefault((one["voucher"], one["role"], one.get("bp")), [])
        alike.append(str(OFFERS.get(kind) or names.get(kind, kind)))
    return "; ".join(
        f"{', '.join(sorted(offers))}: {VOUCHERS[voucher]}, {ROLES[role]}{_at(rate)}"
        for (voucher, role, rate), offers in together.items()
    ) or _("none")


def _at(rate: int | None) -> str:
    """A rate of its own, as it goes on behind a tax kind."""
    return "" if rate is None else ", " + _("VAT %(share)s", share=percent(rate))


def offer_name(one: Promotable) -> str:
    """An offer by its brand and title."""
    return f"{filters.local(one, 'brand')}, {filters.local(one, 'title')}"


def percent(basis_points: int) -> str:
    """A share in the reader's language: 550 is 5.5 %."""
    return formats.percent(Decimal(basis_points) / 10_000, filters.language())
