"""Money that a partner pays the programme: beforehand, or because it owed some."""

from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute


def paid_in(partner_id: int, amount: int, *, ref: str, why: str = "", now: datetime) -> bool:
    """Note what a partner has paid, in minor units of its contract's currency; below zero takes a mistake back.

    It is for the partner, and enters the statement of the period in which it is noted. The same ref again changes nothing;
    returns whether it is new.
    """
    facts = {"partner": partner_id, "ref": ref, "amount": amount, "now": now}
    row = execute(
        """INSERT INTO partner_payments (partner_id, ref, amount, at) VALUES (%(partner)s, %(ref)s, %(amount)s, %(now)s)
           ON CONFLICT (ref) DO NOTHING RETURNING id""",
        facts,
    ).first()
    if row is None:
        return False
    audit.record(
        "settlements.paid_in", f"partner:{partner_id}", at=now, why=why, before={}, after={"amount": amount, "ref": ref}
    )
    return True
