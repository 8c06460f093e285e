"""How a payment that a person has found is divided among what was expected. No database, no clock."""

from collections.abc import Sequence
from typing import NamedTuple

from marketplace.reconciliation.errors import NotMatchable


class Side(NamedTuple):
    """An entry with what of it is not divided yet, or an expectation with what of it is still open; in minor units, with its sign."""

    id: int
    amount: int
    currency: str


class Allotted(NamedTuple):
    """What of an entry counts for an expectation, and what was kept back on the way and counts, too."""

    entry_id: int
    expectation_id: int
    amount: int
    fee: int


def allot(entries: Sequence[Side], wanted: Sequence[Side], *, fee: bool) -> list[Allotted]:
    """Divide one entry among several expectations, in their order, or join several entries to one expectation.

    With `fee` what is missing was kept back by a bank or an acquirer: the last expectation counts as paid in full. Without
    it, what is missing stays open, and what is too much is left on the last one.

    Raises:
        NotMatchable: nothing was chosen, several on both sides, other currencies or directions, a fee where nothing is
            missing, or an entry that does not reach every expectation.
    """
    if not entries or not wanted:
        raise NotMatchable(why="nothing")
    if len(entries) > 1 and len(wanted) > 1:
        raise NotMatchable(why="many")
    if len({one.currency for one in (*entries, *wanted)}) > 1:
        raise NotMatchable(why="currency")
    if len({one.amount > 0 for one in (*entries, *wanted)}) > 1:
        raise NotMatchable(why="direction")
    missing = sum(one.amount for one in wanted) - sum(one.amount for one in entries)
    kept_back = missing if fee else 0
    # What is kept back makes less arrive, and more leave.
    if fee and missing <= 0:
        raise NotMatchable(why="fee")
    if len(wanted) == 1:
        made = [Allotted(one.id, wanted[0].id, one.amount, 0) for one in entries]
    else:
        made = _divided(entries[0], wanted)
    return [*made[:-1], made[-1]._replace(fee=kept_back)]


def _divided(entry: Side, wanted: Sequence[Side]) -> list[Allotted]:
    made, left = list[Allotted](), entry.amount
    for one in wanted[:-1]:
        made.append(Allotted(entry.id, one.id, one.amount, 0))
        left -= one.amount
    if not left or (left > 0) != (entry.amount > 0):
        raise NotMatchable(why="many")
    return [*made, Allotted(entry.id, wanted[-1].id, left, 0)]
