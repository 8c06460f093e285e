"""What the clock does to runs: one that nobody goes on with is discarded, so that no file stays; old errors go."""

from datetime import datetime, timedelta

from marketplace.core.db import execute
from marketplace.core.errors import Refusal
from marketplace.runs.actions import discard
from marketplace.runs.rules import ENDED, FROM

UNTOUCHED_FOR = timedelta(days=7)
ERRORS_FOR = timedelta(days=30)


def discard_forgotten(now: datetime, limit: int) -> int:
    """Discard up to `limit` runs with which nobody went on for a week; returns how many."""
    rows = execute(
        """SELECT r.id FROM runs r WHERE r.state = ANY (%(states)s)
              AND NOT EXISTS (SELECT FROM run_events e WHERE e.run_id = r.id AND e.at > %(since)s)
            ORDER BY r.id LIMIT %(limit)s""",
        {"states": list(FROM["discard"]), "since": now - UNTOUCHED_FOR, "limit": limit},
    ).all()
    gone = 0
    for row in rows:
        try:
            discard(row.id, now=now, why="forgotten")
        except Refusal:
            continue  # somebody has just gone on with it
        gone += 1
    return gone


def forget_errors(now: datetime, limit: int) -> int:
    """Delete up to `limit` errors of runs that ended a month ago; returns how many."""
    result = execute(
        """DELETE FROM run_errors WHERE id IN (
               SELECT x.id FROM run_errors x JOIN runs r ON r.id = x.run_id
                WHERE r.state = ANY (%(ended)s)
                  AND NOT EXISTS (SELECT FROM run_events e WHERE e.run_id = r.id AND e.at > %(since)s)
                LIMIT %(limit)s)""",
        {"ended": list(ENDED), "since": now - ERRORS_FOR, "limit": limit},
    )
    return int(result.rowcount)
