"""Money that a partner pays the programme: beforehand, or because it owed some."""

from datetime import datetime
from typing import Literal

from marketplace.core import audit, own_seals
from marketplace.core.db import execute
from marketplace.settlements.book import PAID_IN, RELEASES
from marketplace.settlements.errors import DepositShort

Paid = Literal["debt", "deposit"]


def paid_in(partner_id: int, amount: int, *, kind: Paid, ref: str, why: str = "", now: datetime) -> bool:
    """Note what a partner has paid, in minor units of its contract's currency; below zero takes a mistake back.

    It is for the partner, and enters the statement of the period in which it is noted. A deposit is kept: it is set off against what the
    partner owes later, and paid out only once two people release it, or the partner has left. The same ref again changes nothing;
    returns whether it is new.
    """
    facts = {"partner": partner_id, "kind": kind, "ref": ref, "amount": amount, "now": now}
    row = execute(
        """INSERT INTO partner_payments (partner_id, kind, ref, amount, at) VALUES (%(partner)s, %(kind)s, %(ref)s, %(amount)s, %(now)s)
           ON CONFLICT (ref) DO NOTHING RETURNING id""",
        facts,
    ).first()
    if row is None:
        return False
    own_seals.seal(PAID_IN, row.id)
    audit.record(
        "settlements.paid_in",
        f"partner:{partner_id}",
        at=now,
        why=why,
        before={},
        after={"kind": kind, "amount": amount, "ref": ref},
    )
    return True


def deposit_of(partner_id: int) -> int:
    """What is kept of a partner as its deposit, in minor units of its contract's currency; nothing of one that has left."""
    return int(execute("SELECT partner_deposit(%(partner)s)", {"partner": partner_id}).scalar() or 0)


def release_deposit(partner_id: int, amount: int, *, why: str, proposal_id: int, now: datetime) -> None:
    """Keep so much of a partner's deposit no longer: it is paid out with what else the partner is owed. Another person has approved it.

    Raises DepositShort: so much is not kept.
    """
    facts = {"partner": partner_id, "amount": amount, "why": why, "proposal": proposal_id, "now": now}
    execute("SELECT pg_advisory_xact_lock(hashtextextended('deposit', %(partner)s))", facts)
    kept = deposit_of(partner_id)
    if not 0 < amount <= kept:
        raise DepositShort(kept=kept)
    released = execute(
        """INSERT INTO deposit_releases (partner_id, amount, why, proposal_id, at)
           VALUES (%(partner)s, %(amount)s, %(why)s, %(proposal)s, %(now)s) RETURNING id""",
        facts,
    ).scalar_one()
    own_seals.seal(RELEASES, released)
    audit.record(
        "settlements.release_deposit", f"partner:{partner_id}", at=now, why=why, before={"deposit": kept}, after={"deposit": kept - amount}
    )  # fmt: skip
