"""What follows once expected money is there, or has come back: what it was for is told so."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from marketplace import settlements
from marketplace.core.db import execute
from marketplace.reconciliation import expecting, matching
from marketplace.reconciliation.matching import Found

OF_PARTNERS = ("owed", "deposit")
# Each match credits its partner with what has arrived by it, once, whether all has arrived or not; one that is undone takes it back, once.
_CREDITS = """SELECT x.partner_id, x.kind, (m.amount + m.fee)::bigint AS amount, 'match:' || m.id AS ref, '' AS why
      FROM bank_matches m JOIN expectations x ON x.id = m.expectation_id
     WHERE x.programme_id = %(programme)s AND x.kind IN ('owed', 'deposit') AND m.released_at IS NULL
       AND NOT EXISTS (SELECT FROM partner_payments p WHERE p.ref = 'match:' || m.id)
    UNION ALL
    SELECT x.partner_id, x.kind, -(m.amount + m.fee)::bigint, 'match:' || m.id || ':back', m.released_why
      FROM bank_matches m JOIN expectations x ON x.id = m.expectation_id
     WHERE x.programme_id = %(programme)s AND x.kind IN ('owed', 'deposit') AND m.released_at IS NOT NULL
       AND EXISTS (SELECT FROM partner_payments p WHERE p.ref = 'match:' || m.id)
       AND NOT EXISTS (SELECT FROM partner_payments p WHERE p.ref = 'match:' || m.id || ':back')
     ORDER BY ref"""


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
    confirmed = confirm(met, now=now)
    undone = matching.find_returns(programme_id, now=now)
    returned = [one for one in undone if one.kind == "payout" and _last(one.subject_id) == "confirmed"]
    for one in returned:
        settlements.happened(one.subject_id, "returned", known_by="bank", note=one.reference, now=now)
    credit(programme_id, now=now)
    return Settled(len(met) + len(acquired), confirmed, len(returned))


def confirm(met: Sequence[Found], *, now: datetime) -> int:
    """Tell payouts that they have left the account; returns how many did not know it yet.

    One that is said to have failed counts as paid, and waits for a person who looks whether it was paid twice. One that has come back stays so.
    """
    payouts = [one for one in met if one.kind == "payout" and _last(one.subject_id) not in ("confirmed", "returned")]
    for one in payouts:
        settlements.happened(one.subject_id, "confirmed", known_by="bank", note=one.reference, now=now)
    return len(payouts)


def reopen(programme_id: int, expectation_id: int, *, why: str, now: datetime) -> None:
    """Where the entry by which a payout was known to have left is another's, the payout is on its way again; of anything else nothing is said."""
    found = execute(
        "SELECT subject_id FROM expectations WHERE id = %(id)s AND programme_id = %(programme)s AND kind = 'payout'",
        {"id": expectation_id, "programme": programme_id},
    ).scalar()
    if found is not None:
        settlements.reopen(int(found), why=why, now=now)


def credit(programme_id: int, *, now: datetime) -> None:
    """Credit partners with what has arrived of what they owe or pay in beforehand; take back what did not arrive after all."""
    for row in execute(_CREDITS, {"programme": programme_id}).all():
        settlements.paid_in(
            row.partner_id, row.amount, kind="deposit" if row.kind == "deposit" else "debt", ref=row.ref, why=row.why, now=now
        )  # fmt: skip


def _last(payment_id: int) -> str:
    """What became of a payment last; "" where nothing is known."""
    sql = "SELECT e.what FROM payout_events e WHERE e.line_id = %(id)s ORDER BY e.id DESC LIMIT 1"
    return str(execute(sql, {"id": payment_id}).scalar() or "")
