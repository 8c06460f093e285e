"""What a partner is asked to pay in before anything is owed."""

from datetime import date, datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.reconciliation import expecting
from marketplace.reconciliation.errors import NotMatchable


def request_deposit(programme_id: int, partner_id: int, amount: int, *, due: date, ref: str, now: datetime) -> None:
    """Expect that a partner pays in beforehand, under a ref that its payment names. The same ref again changes nothing.

    Raises NotMatchable: it has no contract in this programme, or the amount is not above zero.
    """
    facts = {"programme": programme_id, "partner": partner_id, "amount": amount, "due": due, "ref": ref, "now": now}
    known = execute(
        "SELECT FROM contracts k JOIN partners p ON p.id = k.partner_id WHERE p.programme_id = %(programme)s AND p.id = %(partner)s",
        facts,
    ).first()
    if known is None or amount <= 0:
        raise NotMatchable(why="nothing")
    row = execute(
        """INSERT INTO deposit_requests (partner_id, ref, amount, due, at) VALUES (%(partner)s, %(ref)s, %(amount)s, %(due)s, %(now)s)
           ON CONFLICT (ref) DO NOTHING RETURNING id""",
        facts,
    ).first()
    if row is not None:
        audit.record(
            "reconciliation.request_deposit", f"partner:{partner_id}", at=now, before={}, after={"amount": amount, "due": str(due), "ref": ref}
        )  # fmt: skip
        expecting.expect(programme_id, now=now)
