"""Rate limits: how often something may happen in a stretch of time. One upsert a hit, shared by all processes."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from marketplace.core.db import execute, write_alone
from marketplace.core.errors import Refusal

KEY_MAX = 200


class TooManyRequests(Refusal):
    """The limit is reached; `retry_after` says in how many seconds it opens again."""

    code = "too_many_requests"
    status = 429


class Rest(NamedTuple):
    """What is left of a limit, and when it is whole again."""

    limit: int
    remaining: int
    resets_at: datetime

    def seconds(self, now: datetime) -> int:
        """Whole seconds until it is whole again, at least one."""
        return max(1, -int((now - self.resets_at).total_seconds() // 1))


def count(key: str, limit: int, seconds: int, now: datetime) -> Rest:
    """Count one, and say what is left of `limit` hits in each stretch of `seconds`: less than nothing when over it.

    The count must outlive a refused request, so it is committed at once; the work's transaction begins after it.
    """
    assert limit > 0, "a limit lets something through"
    assert seconds > 0, "a limit has a time"
    moment = int(now.timestamp())
    starts_at = datetime.fromtimestamp(moment - moment % seconds, UTC)
    row = write_alone(
        """INSERT INTO throttle AS t (key, starts_at, hits) VALUES (%(key)s, %(starts)s, 1)
           ON CONFLICT (key, starts_at) DO UPDATE SET hits = least(t.hits, 1000000000) + 1 RETURNING hits""",
        {"key": _stored(key, seconds), "starts": starts_at},
    ).one()
    return Rest(limit, limit - int(row.hits), starts_at + timedelta(seconds=seconds))


def forget(before: datetime) -> int:
    """Delete the counts of stretches that began before a moment; returns how many."""
    return int(execute("DELETE FROM throttle WHERE starts_at < %(before)s", {"before": before}).rowcount)


def _stored(key: str, seconds: int) -> str:
    plain = (
        key if len(key) <= KEY_MAX and key.isprintable() else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    )
    return f"{plain}|{seconds}"
