"""Exchange rates, as a source published them for a day."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from marketplace.core import audit, own_seals
from marketplace.core.db import execute
from marketplace.core.money import minor_digits
from marketplace.settlements.book import RATES
from marketplace.settlements.errors import BadRate

_PUT = """INSERT INTO settlement_rates (programme_id, source, from_currency, to_currency, day, rate)
          VALUES (%(programme)s, %(source)s, %(from)s, %(to)s, %(day)s, %(rate)s)
          ON CONFLICT (programme_id, source, from_currency, to_currency, day) DO NOTHING RETURNING id"""
_RATES_KEPT = """SELECT from_currency, to_currency, day, rate FROM settlement_rates
            WHERE programme_id = %(programme)s AND source = %(source)s AND from_currency = ANY (%(from)s) AND day = ANY (%(days)s)"""


class Rate(NamedTuple):
    """What one unit (a dollar, not a cent) of a currency was worth in another's on a day."""

    from_currency: str
    to_currency: str
    day: date
    worth: Decimal


class Loaded(NamedTuple):
    """How many rates were new, and how many were there already; those in `other` with another figure, which stands."""

    new: int
    known: int
    other: list[Rate]


def put_rate(programme_id: int, source: str, from_currency: str, to_currency: str, day: date, rate: int) -> bool:
    """What a minor unit of one currency was worth in another's on a day, in thousand millionths; said before, it stays as it is."""
    new = _put(programme_id, source, from_currency, to_currency, day, rate)
    own_seals.seal(RATES, *new)
    return bool(new)


def look_at_rates(programme_id: int, source: str, rates: Sequence[Rate]) -> Loaded:
    """What `load_rates` would do with these rates; nothing is written. Raises BadRate as it does."""
    facts = {
        "programme": programme_id,
        "source": source,
        "from": [one.from_currency for one in rates],
        "days": [one.day for one in rates],
    }
    kept = {(row.from_currency, row.to_currency, row.day): row.rate for row in execute(_RATES_KEPT, facts)}
    new, other = 0, []
    for one in rates:
        key, rate = (one.from_currency, one.to_currency, one.day), minor_rate(one)
        if key not in kept:
            new, kept[key] = new + 1, rate
        elif kept[key] != rate:
            other.append(one)
    return Loaded(new, len(rates) - new, other)


def load_rates(programme_id: int, source: str, rates: Sequence[Rate], *, now: datetime) -> Loaded:
    """Keep the rates of a source, each once. One that a statement may have used never changes.

    Raises BadRate: a rate is zero or less, or too small or large to be kept.
    """
    found = look_at_rates(programme_id, source, rates)
    made = [
        row
        for one in rates
        for row in _put(programme_id, source, one.from_currency, one.to_currency, one.day, minor_rate(one))
    ]
    own_seals.seal(RATES, *made)
    new = len(made)
    if new:
        audit.record(
            "settlements.load_rates",
            f"programme:{programme_id}",
            at=now,
            before={},
            after={"source": source, "rates": new},
        )
    return Loaded(new, len(rates) - new, found.other)


def minor_rate(of: Rate) -> int:
    """The rate between minor units, in thousand millionths; a half goes to the even neighbour. Raises BadRate."""
    shift = minor_digits(of.to_currency) - minor_digits(of.from_currency) + 9
    rate = int(of.worth.scaleb(shift).to_integral_value(ROUND_HALF_EVEN)) if of.worth.is_finite() else 0
    if not 0 < rate < 2**63:
        raise BadRate(currency=of.from_currency, day=of.day)
    return rate


def _put(programme_id: int, source: str, from_currency: str, to_currency: str, day: date, rate: int) -> list[int]:
    """The id of the new row; none where the source has said so before."""
    facts = {
        "programme": programme_id,
        "source": source,
        "from": from_currency,
        "to": to_currency,
        "day": day,
        "rate": rate,
    }
    return list(execute(_PUT, facts).scalars())
