"""How much support gives out in a day (other codes, refunds, longer terms): by one person, also by value, of one partner's cards, in a programme, as
its settings say. Near a limit those who approve are told.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from marketplace import identity, partners, programmes
from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.programmes import Programme
from marketplace.support import rules
from marketplace.support.errors import TooManyIssued

# Every other code, refund and longer term of the last day, with who asked for it, as rows of whose limit it counts towards. What is worth money of
# another currency is not counted by value. Who put off a last day stands in the audit alone; it counts for what is left on the card.
_COUNTED = """
WITH issued AS (
    SELECT r.asked_by, g.brand_id, e.amount, g.currency FROM reissues r JOIN giftcards g ON g.id = r.old_card_id
      JOIN giftcard_endings e ON e.giftcard_id = g.id
     WHERE r.programme_id = %(programme)s AND r.at > %(since)s
    UNION ALL
    SELECT x.asked_by, g.brand_id, e.amount, g.currency FROM rebindings x JOIN giftcards g ON g.id = x.old_card_id
      JOIN giftcard_endings e ON e.giftcard_id = g.id
     WHERE x.programme_id = %(programme)s AND x.at > %(since)s
    UNION ALL
    SELECT w.asked_by, g.brand_id, v.amount, g.currency FROM withdrawals w JOIN giftcard_voidings v ON v.id = w.voiding_id
      JOIN giftcards g ON g.id = v.giftcard_id
     WHERE w.programme_id = %(programme)s AND w.at > %(since)s AND w.refund <> 'none'
    UNION ALL
    SELECT r.actor_id, g.brand_id, coalesce((SELECT e.amount FROM giftcard_endings e WHERE e.giftcard_id = g.id), g.remaining), g.currency
      FROM giftcard_extensions x JOIN giftcards g ON g.id = x.giftcard_id
      JOIN audit_records r ON r.txid = x.txid AND r.action = 'giftcards.extend' AND r.subject = 'giftcard:' || x.giftcard_id
     WHERE g.programme_id = %(programme)s AND x.at > %(since)s AND r.actor_kind = 'user' AND x.reason <> 'came_back'),
each AS (
    SELECT 'person' AS whose, asked_by AS id, count(*)::bigint AS n FROM issued GROUP BY asked_by
    UNION ALL SELECT 'value', asked_by, sum(amount)::bigint FROM issued WHERE currency = %(currency)s GROUP BY asked_by
    UNION ALL SELECT 'partner', b.partner_id, count(*) FROM issued i JOIN brands b ON b.id = i.brand_id GROUP BY b.partner_id
    UNION ALL SELECT 'programme', %(programme)s, count(*) FROM issued)
SELECT whose, max(n) AS used FROM each
 WHERE %(by)s::bigint IS NULL OR id = CASE whose WHEN 'partner' THEN %(partner)s WHEN 'programme' THEN %(programme)s ELSE %(by)s END GROUP BY whose"""
DAY = timedelta(days=1)


class Near(NamedTuple):
    """A limit that is nearly reached: whose it is, "person", "partner" or "programme", how many acts there were in a day, and how many may be; or
    "value": what one person's were worth, and may be, in minor units of the programme's currency.
    """

    whose: str
    used: int
    limit: int


def hold(programme_id: int) -> None:
    """Whoever gives something out in a programme comes after the one before, so that what is counted is all that there is."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('given out by staff ' || %(id)s, 5))", {"id": programme_id})


def check(card: Card, *, by: int, now: datetime) -> None:
    """Whether somebody may give another code, a refund or a longer term for a card now; whoever asks next waits until the transaction ends.

    Raises:
        identity.StaffChanged: their own password or second factor was changed within the last 24 hours.
        TooManyIssued: a limit of the day is reached.
    """
    hold(card.programme_id)
    identity.must_be_settled(by, now)
    programme = programmes.get(card.programme_id)
    limits, steps = limits_of(programme), _steps(card, programme)
    for whose, used in _counted(card, programme, by, now).items():
        if used + steps[whose] > limits[whose]:
            raise TooManyIssued(limit=limits[whose], whose=whose)


def note(card: Card, *, by: int, now: datetime) -> None:
    """Record that a limit is nearly reached, by the act that has come so near; to be asked after the act was written down."""
    programme = programmes.get(card.programme_id)
    limits, steps = limits_of(programme), _steps(card, programme)
    for whose, used in _counted(card, programme, by, now).items():
        before, limit = used - steps[whose], limits[whose]
        if before < rules.near(limit) <= used:
            after = {"whose": whose, "used": used, "limit": limit}
            audit.record("support.near_limit", f"giftcard:{card.id}", at=now, before={"used": before}, after=after)


def near(programme: Programme, now: datetime) -> list[Near]:
    """The limits of a programme that are nearly reached."""
    used = _used(programme, {"since": now - DAY, "by": None, "partner": None})
    return [
        Near(whose, used[whose], limit)
        for whose, limit in limits_of(programme).items()
        if used[whose] >= rules.near(limit)
    ]


def limits_of(programme: Programme) -> dict[str, int]:
    """What may be given out in a day, by whose limit it is."""
    return {
        "person": programme.issued_person_day, "partner": programme.issued_partner_day, "programme": programme.issued_day,
        "value": programme.issued_value_day,
    }  # fmt: skip


def _steps(card: Card, programme: Programme) -> dict[str, int]:
    """By how much an act about a card, as it is held before, adds to each."""
    worth = card.remaining if card.currency == programme.currency else 0
    return {"person": 1, "partner": 1, "programme": 1, "value": worth}


def _counted(card: Card, programme: Programme, by: int, now: datetime) -> dict[str, int]:
    partner = partners.brand(card.brand_id).partner_id
    return _used(programme, {"since": now - DAY, "by": by, "partner": partner})


def _used(programme: Programme, facts: dict[str, Any]) -> dict[str, int]:
    asked = facts | {"programme": programme.id, "currency": programme.currency}
    return dict.fromkeys(limits_of(programme), 0) | {row.whose: row.used for row in execute(_COUNTED, asked)}
