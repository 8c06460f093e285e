"""What the database refuses of a correction of points, as exceptions of this package."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from marketplace import members
from marketplace.core.db import broken_rule
from marketplace.core.errors import Refusal
from marketplace.support.accounts.errors import (
    DayLimit,
    EarnedLess,
    EvidenceNeeded,
    GoodwillSpent,
    NotAskedFor,
    ProgrammeDayLimit,
)
from marketplace.support.errors import OwnAccount

_LIMITS: Mapping[str, type[DayLimit]] = {
    "correction_person_day": DayLimit, "correction_programme_day": ProgrammeDayLimit, "goodwill_day": GoodwillSpent,
}  # fmt: skip


@contextmanager
def named() -> Iterator[None]:
    """Turn what the database refuses inside the block into exceptions of this package; anything else passes."""
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from None


def _refusal(error: DBAPIError) -> Refusal | None:
    rule = broken_rule(error)
    if rule in _LIMITS:
        detail = error.orig.diag.message_detail if isinstance(error.orig, psycopg.Error) else None
        return _LIMITS[rule](**json.loads(detail or "{}"))
    by_rule: dict[str | None, Refusal] = {
        "correction_cause": NotAskedFor(), "correction_evidence": EvidenceNeeded(), "correction_own": OwnAccount(), "correction_earned": EarnedLess(),
        "member_merged": members.MemberMerged(),
    }  # fmt: skip
    return by_rule.get(rule)
