"""What follows once expected money is there, or has come back: what it was for is told so."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from marketplace import settlements
from marketplace.core.db import execute
from marketplace.reconciliation import expecting, matching
from marketplace.reconciliation.matching import Found

OF_PARTNERS = ("owed", "deposit")


class Settled(NamedTuple):
    """How many expectations were met, how many of them are payouts, and how many payouts came back."""

    met: int
    confirmed: int
    returned: int


def settle(programme_id: int, *, now: datetime) -> Settled:
    """Match what is certain; confirm payouts that left the account, note those that came back: their debts are open again."""
    expecting.expect(programme_id, now=now)
    acquired = matching.pair(programme_id, acquired=True, now=now)
    met = matching.pair(programme_id, now=now)
    arrived(met, now=now)
    undone = matching.find_returns(programme_id, now=now)
    for one in undone:
        if one.kind == "payout":
            settlements.happened(one.subject_id, "returned", note=one.reference, now=now)
    take_back([one for one in undone if one.kind in OF_PARTNERS], why="", now=now)
    payouts = [sum(one.kind == "payout" for one in found) for found in (met, undone)]
    return Settled(len(met) + len(acquired), *payouts)


def arrived(met: Sequence[Found], *, now: datetime) -> None:
    """Tell what the money is for: a payout is confirmed, what a partner has paid enters its next statement."""
    for one in met:
        if one.kind == "payout":
            settlements.happened(one.subject_id, "confirmed", note=one.reference, now=now)
        elif one.kind in OF_PARTNERS:
            partner_id, amount, times = _owed(one.expectation_id)
            if times % 2 == 0:
                settlements.paid_in(partner_id, amount, ref=f"expected:{one.expectation_id}:{times}", now=now)


def take_back(parted: Sequence[Found], *, why: str, now: datetime) -> None:
    """Take back what a partner is said to have paid: it did not, or it was returned. A payout stays confirmed until its page says otherwise."""
    for one in parted:
        partner_id, amount, times = _owed(one.expectation_id)
        if times % 2:
            settlements.paid_in(partner_id, -amount, ref=f"expected:{one.expectation_id}:{times}", why=why, now=now)


def _owed(expectation_id: int) -> tuple[int, int, int]:
    """Whose it is, how much, and how often it was noted and taken back."""
    row = execute(
        """SELECT x.partner_id, x.amount, (SELECT count(*) FROM partner_payments p WHERE p.ref LIKE 'expected:' || x.id || ':%%') AS times
             FROM expectations x WHERE x.id = %(id)s""",
        {"id": expectation_id},
    ).one()
    return int(row.partner_id), int(row.amount), int(row.times)
