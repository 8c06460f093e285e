"""A partner leaves: only when nothing is open between it, its cards' owners and the programme; its tills end with it."""

from datetime import datetime

from marketplace import partners, programmes, tills
from marketplace.core.db import execute
from marketplace.partners import Partner, Unsettled

_SOLD = "SELECT cards, orders FROM settlement_sold(%(partner)s, %(day)s)"
# What is owed stands by the newest statement that it has accepted; a debt is set off against the deposit, which is kept until it has left.
_BETWEEN = """SELECT settlement_undrawn(k.partner_id, %(now)s) AS undrawn,
       (SELECT count(*) FROM statements s WHERE s.partner_id = k.partner_id
           AND NOT EXISTS (SELECT FROM statement_steps a WHERE a.statement_id = s.id AND a.step = 'accepted')) AS statements,
       (SELECT count(*) FROM statement_disputes d JOIN statements s ON s.id = d.statement_id WHERE s.partner_id = k.partner_id
           AND NOT EXISTS (SELECT FROM statement_dispute_ends e WHERE e.dispute_id = d.id)) AS disputes,
       (SELECT count(*) FROM payout_lines l WHERE l.partner_id = k.partner_id AND l.released_at IS NULL AND NOT payout_arrived(l.id)) AS payments,
       greatest(o.owed, 0) AS owed, greatest(-o.owed - partner_deposit(k.partner_id), 0) AS owes, k.currency
  FROM contracts k LEFT JOIN LATERAL payout_owed(k.partner_id) o ON true WHERE k.partner_id = %(partner)s"""


def unsettled(partner: Partner, *, now: datetime) -> Unsettled:
    """What keeps a partner from leaving. At tills and between it and the programme it is counted once it is suspended: before, it moves all day."""
    facts = {"partner": partner.id, "day": programmes.get(partner.programme_id).day(now), "now": now}
    sold = execute(_SOLD, facts).one()
    if partner.state != "suspended":
        return Unsettled(cards=sold.cards, orders=sold.orders)
    at_tills = tills.open_at_tills(partner.id, now=now)
    between = execute(_BETWEEN, facts).mappings().first()
    return Unsettled(cards=sold.cards, orders=sold.orders, **at_tills._asdict(), **(between or {}))


def let_go(partner: Partner, *, why: str, now: datetime) -> None:
    """Let a suspended partner leave for good: its terminals, their keys and its acceptances end with it.

    Raises:
        WrongState: it is not suspended.
        StillOpen: something is not settled.
    """
    partners.leave(partner, unsettled(partner, now=now), why=why, now=now)
    tills.part(partner.id, why=why, now=now)
