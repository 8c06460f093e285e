"""Which lots pay: the same rule as `ledger_write` in SQL, for quotes."""

from collections.abc import Iterable
from datetime import date

from marketplace.ledger.errors import NotEnoughPoints
from marketplace.ledger.values import Lot, Taken


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


def _order(lot: Lot) -> tuple[date, int]:
    return (lot.expires_on or date.max, lot.id)
