"""What members owe: value that was spent before its money was withdrawn. It is kept back of the next refund, or given up by two people."""

from datetime import datetime
from typing import NamedTuple

from marketplace import programmes
from marketplace.core.db import execute
from marketplace.members import Member
from marketplace.payments.errors import named_refusals


class Debt(NamedTuple):
    """So much is owed, in minor units of `unit`: 'points' or an ISO 4217 currency."""

    unit: str
    amount: int


def debts(member: Member) -> list[Debt]:
    """What a member owes, points first; nothing where nothing is."""
    rows = execute(
        """SELECT a.unit, -b.balance AS amount FROM accounts a JOIN balances b ON b.account_id = a.id
            WHERE a.programme_id = %(programme)s AND a.kind = 'debt' AND a.owner_id = %(member)s AND b.balance < 0
            ORDER BY a.unit <> 'points', a.unit""",
        {"programme": member.programme_id, "member": member.id},
    )
    return [Debt(row.unit, row.amount) for row in rows]


def write_off(member: Member, debt: Debt, *, proposal_id: int, why: str, now: datetime) -> None:
    """Give up so much of what a member owes, as its proposal says that two people have agreed.

    Raises:
        NothingOwed: so much is not owed any more.
    """
    with named_refusals():
        execute(
            "SELECT payment_write_off(%(member)s, %(unit)s, %(amount)s, %(proposal)s, %(why)s, %(now)s, %(today)s)",
            {
                "member": member.id, "unit": debt.unit, "amount": debt.amount, "proposal": proposal_id, "why": why, "now": now,
                "today": programmes.get(member.programme_id).day(now),
            },
        )  # fmt: skip
