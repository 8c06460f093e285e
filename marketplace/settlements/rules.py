"""Decisions of settlements: no database, no clock."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from zoneinfo import available_timezones

import holidays
import pycountry

from marketplace.core.bounds import COLUMN_MAX
from marketplace.settlements import taxes
from marketplace.settlements.errors import BadTerms
from marketplace.settlements.values import FUNDERS, Calendar, Terms

SETTLE_DOWN = timedelta(hours=1)  # after a period's end, before its statement is drawn: what is on its way arrives
ANSWER_DAYS = 5  # that a partner has for a statement; it is reminded a day before they are over
DEBT_DAYS = 14  # after a partner has accepted what it owes, until it is to have paid
STEPS_MAX = 10
CAP = 100_000  # minor units; a larger adjustment needs another person, until the programme says otherwise
SUM_MAX = 10**15
_WORDS = {"owed_on": ("sale", "redemption"), "payment": ("prepaid", "postpaid"), "commission_by": ("partner", "programme"), "calendar": ("weekly", "monthly"), "papers": ("", "act", "act_invoice")}  # fmt: skip
_TERMS_MAX = {
    "commission_bp": COLUMN_MAX["contract_versions.commission_bp"], "commission_fixed": SUM_MAX, "vat_bp": COLUMN_MAX["contract_versions.vat_bp"], "breakage_bp": COLUMN_MAX["contract_versions.breakage_bp"], "payout_minimum": SUM_MAX,
}  # fmt: skip
# Whose working days money in a currency keeps to: a country's, or those of a system of banks.
_HOLIDAYS = {"RUB": "RU", "KZT": "KZ", "GBP": "GB", "USD": "US", "PLN": "PL", "CHF": "CH"}
_OF_BANKS = {"EUR": "XECB"}


class Sample(NamedTuple):
    """What a partner gets for a card, before tax: its value, the commission, and the rest; in minor units."""

    value: int
    commission: int
    net: int


def sample(value: int, commission_bp: int) -> Sample:
    """What a sale comes to at a commission in hundredths of a percent, rounded as statements round: a half to the even neighbour."""
    commission = round(Fraction(value * commission_bp, 10_000))
    return Sample(value, commission, value - commission)


def checked_base(currency: str, time_zone: str) -> None:
    """What never changes in a contract: a currency by ISO 4217 and a time zone by its name. Raises BadTerms, with the field and the reason."""
    if pycountry.currencies.get(alpha_3=currency) is None:
        raise BadTerms(field="currency", reason="unknown")
    if time_zone not in available_timezones():
        raise BadTerms(field="time_zone", reason="unknown")


def time_zones() -> list[str]:
    """Time zones that are called after a place, to choose from."""
    return sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/"))
    )


def checked_terms(terms: Terms) -> Terms:
    """The terms as they are stored. Raises BadTerms, with the field and the reason."""
    for name, words in _WORDS.items():
        if getattr(terms, name) not in words:
            raise BadTerms(field=name, reason="unknown")
    for name, most in _TERMS_MAX.items():
        if not 0 <= getattr(terms, name) <= most:
            raise BadTerms(field=name, reason="range")
    if terms.warn_at is not None and not 0 < terms.warn_at <= SUM_MAX:
        raise BadTerms(field="warn_at", reason="range")
    if not 1 <= terms.payout_day <= (7 if terms.calendar == "weekly" else 28):
        raise BadTerms(field="payout_day", reason="range")
    if len(terms.rate_source) > COLUMN_MAX["contract_versions.rate_source"]:
        raise BadTerms(field="rate_source", reason="form")
    _check_steps(terms.commission_steps)
    if any(funder not in FUNDERS or not 0 <= price <= SUM_MAX for funder, price in terms.point_prices.items()):
        raise BadTerms(field="point_prices", reason="range")
    return taxes.checked(terms)


def _check_steps(steps: tuple[Mapping[str, int], ...]) -> None:
    sums = [step["from"] for step in steps]
    right = len(steps) <= STEPS_MAX and sums == sorted(set(sums)) and all(0 < at <= SUM_MAX for at in sums)
    if not right or any(not 0 <= step["bp"] <= 10_000 for step in steps):
        raise BadTerms(field="commission_steps", reason="steps")


def next_end(start: date, calendar: Calendar) -> date:
    """The day after the period that begins on `start`: the first of the next month, or the next Monday."""
    if calendar == "weekly":
        return start + timedelta(7 - start.weekday())
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def payout_on(ended: date, terms: Terms, currency: str) -> date:
    """When a period that ended before `ended` is paid: the first payout day from then on, or the working day after it."""
    day = ended
    while (day.isoweekday() if terms.calendar == "weekly" else day.day) != terms.payout_day:
        day += timedelta(1)
    return working_day(day, currency)


def working_day(day: date, currency: str) -> date:
    """The day itself, or the next on which banks work with the currency; where nobody knows its holidays, weekends count."""
    while day.isoweekday() > 5 or day in _closed(currency, day.year):
        day += timedelta(1)
    return day


def warns(terms: Terms, balance: int) -> bool:
    """Whether people are to be told of a balance (what the programme owes): a deposit has run low, or a debt has grown beyond the limit."""
    if terms.warn_at is None:
        return False
    return -balance < terms.warn_at if terms.payment == "prepaid" else balance > terms.warn_at


def departs(difference: int, amount: int) -> Literal["", "other_sign", "larger"]:
    """How an adjustment departs from what a line is short of, as the partner holds it: whoever decides it is asked once more. "" where it does not."""
    if amount * difference < 0:
        return "other_sign"
    return "larger" if abs(amount) > abs(difference) else ""


def as_terms(facts: Mapping[str, Any]) -> Terms:
    """Terms from their stored facts."""
    kept = {name: facts[name] for name in Terms.__dataclass_fields__ if name in facts}
    return Terms(**kept | {"commission_steps": tuple(kept.get("commission_steps", ()))})


@lru_cache(maxsize=100)
def _closed(currency: str, year: int) -> frozenset[date]:
    if currency in _OF_BANKS:
        return frozenset(holidays.financial_holidays(_OF_BANKS[currency], years=year))
    if currency in _HOLIDAYS:
        return frozenset(holidays.country_holidays(_HOLIDAYS[currency], years=year))
    return frozenset()
