"""Events of the provider: kept before they are acknowledged, heard once each."""

from datetime import datetime

from marketplace.core import outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.payments.values import EventOutcome

_KEEP = """INSERT INTO provider_events AS e (event_ref, kind, body, received_at) VALUES (%(ref)s, %(kind)s, %(body)s, %(now)s)
    ON CONFLICT (event_ref) DO UPDATE SET repeats = e.repeats + 1 RETURNING id, repeats"""


def keep_event(event_ref: str, kind: str, body: bytes, *, now: datetime) -> bool:
    """Keep an event whose signature is good, and promise to hear it. One that came before is counted.

    Returns:
        whether it is new.
    """
    row = execute(_KEEP, {"ref": event_ref, "kind": kind[:80], "body": body, "now": now}).one()
    outbox.send(Topic.PAYMENTS_HEAR, ref=str(row.id), now=now)
    return int(row.repeats) == 0


def note_tried(event_id: int, *, now: datetime) -> None:
    """Note that an event that waits was tried again, so that others come before it the next time."""
    execute(
        "UPDATE provider_events SET heard_at = %(now)s WHERE id = %(id)s AND outcome = 'waiting'",
        {"id": event_id, "now": now},
    )


def forget_bodies(before: datetime, limit: int) -> int:
    """Blank what events of before a moment said, and wait no more for money that never became known here. Returns how many."""
    return execute(
        """UPDATE provider_events SET body = '', outcome = CASE outcome WHEN 'waiting' THEN 'foreign' ELSE outcome END
            WHERE id IN (SELECT id FROM provider_events WHERE received_at < %(before)s AND body <> '' AND outcome IS NOT NULL LIMIT %(limit)s)""",
        {"before": before, "limit": limit},
    ).rowcount


def note_heard(event_id: int, outcome: EventOutcome, *, payment_id: int | None, about: str = "", now: datetime) -> None:
    """Note what an event came to; `about` is the money of the provider's that it is about, where that is not known here yet."""
    execute(
        """UPDATE provider_events SET heard_at = %(now)s, outcome = %(outcome)s, payment_id = %(payment)s, about = nullif(%(about)s, '')
            WHERE id = %(id)s AND coalesce(outcome, 'waiting') = 'waiting'""",
        {"id": event_id, "now": now, "outcome": outcome, "payment": payment_id, "about": about},
    )
