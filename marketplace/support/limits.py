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

# What staff has given out in the last day, as rows of whose limit it counts towards. What is worth money of another currency is not counted by value.
_COUNTED = """
WITH each AS (
    SELECT w.whose, w.id, sum(w.step)::bigint AS n FROM issued_by_staff(%(programme)s, %(since)s) i JOIN brands b ON b.id = i.brand_id
     CROSS JOIN LATERAL (VALUES ('person', i.asked_by, 1::bigint), ('value', i.asked_by, CASE WHEN i.currency = %(currency)s THEN i.amount ELSE 0 END),
                                ('partner', b.partner_id, 1), ('programme', %(programme)s::bigint, 1)) w(whose, id, step)
     GROUP BY w.whose, w.id)
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
        identity.StaffChanged, identity.IssuingSuspended: their own password or second factor was changed within the last 24 hours, or the fraud
            desk has suspended them.
        TooManyIssued: a limit of the day is reached.
    """
    hold(card.programme_id)
    identity.must_be_settled(by, programme_id=card.programme_id, now=now)
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
