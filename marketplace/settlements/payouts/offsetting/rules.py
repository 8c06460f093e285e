"""How much of each position is set off, and who of the programmes pays whom then. No database, no clock.

A position is what a programme owes a company (below zero: what it is owed). Of each company the smaller side, claims or debts, is set off whole;
of the other side the greatest positions first, so that as few as possible are touched. A programme that owes less afterwards has to pay that to
those that are owed less. They pay each other in as few transfers as this rule finds: first two programmes whose sums are equal, then the
greatest payer the greatest receiver; each transfer settles one of the two, so there are fewer transfers than programmes. (The least number of
all is a problem that takes too long to solve; with up to three programmes this is it.)
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple


class Position(NamedTuple):
    """What a programme owes a company as its partner, in minor units; below zero the company owes it."""

    company: str
    programme_id: int
    partner_id: int
    amount: int


class Transfer(NamedTuple):
    """What one programme pays another."""

    payer: int
    receiver: int
    amount: int


def cleared(positions: Iterable[Position]) -> dict[Position, int]:
    """How much of each position is set off, with its sign; positions of which nothing is are left out. Of each company it comes to zero."""
    found: dict[Position, int] = {}
    for _company, group in groupby(sorted(positions), key=lambda one: one.company):
        of = sorted(group, key=lambda one: (-abs(one.amount), one.programme_id, one.partner_id))
        owed, owing = (sum(one.amount for one in of if one.amount * sign > 0) for sign in (1, -1))
        left = {1: min(owed, -owing), -1: min(owed, -owing)}
        for one in of:
            sign = 1 if one.amount > 0 else -1
            taken = min(abs(one.amount), left[sign])
            if taken:
                found[one] = sign * taken
                left[sign] -= taken
    return found


def transfers(sums: Mapping[int, int]) -> list[Transfer]:
    """Who pays whom: each programme pays what it owes less by the setting off (above zero), or receives what it is owed less."""
    open_sums = {programme: amount for programme, amount in sorted(sums.items()) if amount}
    assert sum(open_sums.values()) == 0, "what is paid is received"
    made = list(_alike(open_sums))
    while open_sums:
        payer = max(open_sums, key=lambda one: (open_sums[one], -one))
        receiver = min(open_sums, key=lambda one: (open_sums[one], one))
        amount = min(open_sums[payer], -open_sums[receiver])
        made.append(Transfer(payer, receiver, amount))
        for programme, moved in ((payer, -amount), (receiver, amount)):
            open_sums[programme] += moved
            if not open_sums[programme]:
                del open_sums[programme]
    return made


def _alike(open_sums: dict[int, int]) -> Iterable[Transfer]:
    """Two whose sums are equal settle each other; they are taken out of what is open."""
    for payer in [one for one, amount in open_sums.items() if amount > 0]:
        receiver = next((one for one, amount in open_sums.items() if amount == -open_sums[payer]), None)
        if receiver is not None:
            open_sums.pop(receiver)
            yield Transfer(payer, receiver, open_sums.pop(payer))
