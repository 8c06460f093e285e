"""How much support gives out in a day: by one person, of one partner's cards, in a programme. Near a limit those who approve are told."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from marketplace import identity, partners
from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.support import rules
from marketplace.support.errors import TooManyIssued

# Every other code and refund of the last day, with who asked for it, as rows of whose limit it counts towards.
_COUNTED = """
WITH issued AS (
    SELECT r.asked_by, g.brand_id FROM reissues r JOIN giftcards g ON g.id = r.old_card_id
     WHERE r.programme_id = %(programme)s AND r.at > %(since)s
    UNION ALL
    SELECT x.asked_by, g.brand_id FROM rebindings x JOIN giftcards g ON g.id = x.old_card_id
     WHERE x.programme_id = %(programme)s AND x.at > %(since)s
    UNION ALL
    SELECT w.asked_by, g.brand_id FROM withdrawals w JOIN giftcard_voidings v ON v.id = w.voiding_id JOIN giftcards g ON g.id = v.giftcard_id
     WHERE w.programme_id = %(programme)s AND w.at > %(since)s AND w.refund <> 'none'),
each AS (
    SELECT 'person' AS whose, asked_by AS id, count(*) AS n FROM issued GROUP BY asked_by
    UNION ALL SELECT 'partner', b.partner_id, count(*) FROM issued i JOIN brands b ON b.id = i.brand_id GROUP BY b.partner_id
    UNION ALL SELECT 'programme', %(programme)s, count(*) FROM issued)
SELECT whose, max(n) AS used FROM each
 WHERE %(by)s::bigint IS NULL OR id = CASE whose WHEN 'person' THEN %(by)s WHEN 'partner' THEN %(partner)s ELSE %(programme)s END GROUP BY whose"""
DAY = timedelta(days=1)


class Near(NamedTuple):
    """A limit that is nearly reached: whose it is, "person", "partner" or "programme", how many acts there were in a day, and how many may be."""

    whose: str
    used: int
    limit: int


def hold(programme_id: int) -> None:
    """Whoever gives something out in a programme comes after the one before, so that what is counted is all that there is."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('given out by staff ' || %(id)s, 5))", {"id": programme_id})


def check(card: Card, *, by: int, now: datetime) -> None:
    """Whether somebody may give another code or a refund for a card now; whoever asks next waits until the transaction ends.

    Raises:
        identity.StaffChanged: their own password or second factor was changed within the last 24 hours.
        TooManyIssued: a limit of the day is reached.
    """
    hold(card.programme_id)
    identity.must_be_settled(by, now)
    for whose, used in _counted(card, by, now).items():
        if used >= rules.ISSUED_A_DAY[whose]:
            raise TooManyIssued(limit=rules.ISSUED_A_DAY[whose], whose=whose)


def note(card: Card, *, by: int, now: datetime) -> None:
    """Record that a limit is nearly reached, by the act that has come so near; to be asked after the act was written down."""
    for whose, used in _counted(card, by, now).items():
        limit = rules.ISSUED_A_DAY[whose]
        if used == rules.near(limit):
            after = {"whose": whose, "used": used, "limit": limit}
            audit.record("support.near_limit", f"giftcard:{card.id}", at=now, before={"used": used - 1}, after=after)


def near(programme_id: int, now: datetime) -> list[Near]:
    """The limits of a programme that are nearly reached."""
    used = _used({"programme": programme_id, "since": now - DAY, "by": None, "partner": None})
    return [
        Near(whose, used[whose], limit)
        for whose, limit in rules.ISSUED_A_DAY.items()
        if used[whose] >= rules.near(limit)
    ]


def _counted(card: Card, by: int, now: datetime) -> dict[str, int]:
    partner = partners.brand(card.brand_id).partner_id
    return _used({"programme": card.programme_id, "since": now - DAY, "by": by, "partner": partner})


def _used(facts: dict[str, Any]) -> dict[str, int]:
    return dict.fromkeys(rules.ISSUED_A_DAY, 0) | {row.whose: row.used for row in execute(_COUNTED, facts)}
