"""Who did what to which thing, when and why, with the state before and after. Only ever added to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.core import pans
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute

WHY_MAX = COLUMN_MAX["audit_records.why"]


def record(
    action: str,
    subject: str,
    *,
    at: datetime,
    why: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one record to the open transaction, by the actor and the request that the transaction was begun for.

    Args:
        action: what was done, `<domain>.<verb>`: "giftcards.reveal".
        subject: the thing it was done to, `<kind>:<id>`: "giftcard:17".
        before, after: the facts that changed; never a secret.
    """
    assert at.tzinfo is not None, "a record needs an aware moment"
    execute(
        "SELECT audit_record(%(action)s, %(subject)s, %(at)s, %(why)s, %(before)s::jsonb, %(after)s::jsonb)",
        {
            "action": action,
            "subject": subject,
            "at": at,
            "why": pans.masked(why),
            "before": _json(before),
            "after": _json(after),
        },
    )


@dataclass(frozen=True, slots=True)
class Record:
    """One record as staff reads it."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    action: str
    subject: str
    why: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str


def of_subject(subject: str, *, limit: int, before: int | None = None) -> list[Record]:
    """What was done to a thing, newest first; `before` is the id of the last record seen."""
    rows = execute(
        """SELECT id, at, actor_kind, actor_id, action, subject, why, before, after, request_id FROM audit_records
            WHERE subject = %(subject)s AND (%(last)s::bigint IS NULL OR id < %(last)s) ORDER BY id DESC LIMIT %(limit)s""",
        {"subject": subject, "last": before, "limit": limit},
    )
    return [Record(**row) for row in rows.mappings()]


def _json(facts: Mapping[str, Any] | None) -> str | None:
    return None if facts is None else json.dumps(facts, ensure_ascii=False, default=str)
