"""Which lots pay: the same rule as `ledger_write` in SQL, for quotes. And what the days of a month come to."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from marketplace.ledger.errors import NotEnoughPoints
from marketplace.ledger.values import Day, Expiry, Lot, Month, Taken


def take(amount: int, lots: Iterable[Lot]) -> list[Taken]:
    """What `amount` minor units take from lots that can be spent: soonest to expire first, then the older lot.

    Raises:
        NotEnoughPoints: the lots hold less.
    """
    assert amount > 0, "something is taken"
    taken: list[Taken] = []
    missing = amount
    queue = sorted(lots, key=_order)
    for lot in queue:
        part = min(missing, lot.remaining)
        if part > 0:
            taken.append(Taken(lot.expires_on, part, lot.id))
            missing -= part
    if missing:
        raise NotEnoughPoints(needed=amount, available=amount - missing)
    return taken


def next_expiry(lots: Iterable[Lot]) -> Expiry | None:
    """What expires next, of all lots of that day together; None where nothing does."""
    dated = [(lot.expires_on, lot.remaining) for lot in lots if lot.expires_on is not None]
    if not dated:
        return None
    first = min(day for day, _ in dated)
    return Expiry(sum(remaining for day, remaining in dated if day == first), first)


def by_month(days: Iterable[Day]) -> list[Month]:
    """What came and went in each calendar month, in the order of the days; months without days are left out."""
    months = []
    for first_day, same in groupby(days, key=lambda one: one.day.replace(day=1)):
        held = list(same)
        came, went = sum(one.came for one in held), sum(one.went for one in held)
        months.append(Month(first_day, came, went, held[-1].balance_after))
    return months


def _order(lot: Lot) -> tuple[date, int]:
    return (lot.expires_on or date.max, lot.id)
