"""Payouts and the bank: each one that was sent is expected to leave the account, and the bank's statement says that it has."""

from datetime import datetime
from typing import NamedTuple

from marketplace import settlements
from marketplace.core.db import execute
from marketplace.reconciliation import matching

# Under which names a payout comes back: in pain.001 its end-to-end identifier, in a payment order its statement's number in the
# text; a file that is booked in one sum has its own. A bank may book a day early where zones differ.
_EXPECT = """INSERT INTO expectations (programme_id, kind, subject_id, amount, currency, since, due, keys, group_keys)
    SELECT r.programme_id, 'payout', l.id, -l.amount, r.currency, sent.at::date - 1, greatest(r.pays_on, sent.at::date - 1) + 3,
           ARRAY[left(r.ref, 20) || l.id, replace(s.number, '-', '')], ARRAY[r.ref, r.ref || '1']
      FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id JOIN payout_run_steps sent ON sent.run_id = r.id AND sent.step = 'sent'
      JOIN statements s ON s.id = l.statement_id
     WHERE r.programme_id = %(programme)s AND l.released_at IS NULL
    ON CONFLICT (kind, subject_id) DO NOTHING"""


class Settled(NamedTuple):
    """How many payouts the bank has confirmed, and how many came back."""

    confirmed: int
    returned: int


def settle(programme_id: int, *, now: datetime) -> Settled:
    """Confirm the payouts that left the account, and note those that came back: their debts are open again."""
    execute(_EXPECT, {"programme": programme_id})
    met = matching.pair(programme_id, now=now)
    for one in met:
        settlements.happened(one.subject_id, "confirmed", note=one.reference, now=now)
    undone = matching.find_returns(programme_id, now=now)
    for one in undone:
        settlements.happened(one.subject_id, "returned", note=one.reference, now=now)
    return Settled(len(met), len(undone))
