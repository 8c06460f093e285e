"""Promises: what must happen elsewhere because of what was committed here.

A promise is a row in the same transaction as its cause, so it exists if and only if the cause does. A relay keeps it
later, outside any transaction; it may be kept twice after a crash, so anyone who keeps it makes repeats harmless by ref.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace.core import audit
from marketplace.core.db import after_commit, execute
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.rows import Rows

ATTEMPTS_MAX = 12
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(minutes=1)
ERROR_MAX = 300


class NotYet(Exception):
    """Anyone who keeps a promise says that its time has not come; it is taken up again at `until`, and no try is counted."""

    def __init__(self, until: datetime, why: str = "") -> None:
        super().__init__(why)
        self.until = until


class NotDead(Conflict):
    """Only a promise that was given up can be sent again."""

    code = "promise_not_dead"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as staff and the relay see it."""

    id: int
    topic: str
    ref: str
    promised_at: datetime
    due_at: datetime
    attempts: int
    last_error: str
    kept_at: datetime | None
    dead_at: datetime | None
    request_id: str = ""


_COLUMNS = "id, topic, ref, promised_at, due_at, attempts, last_error, kept_at, dead_at, request_id"
_wakers: list[Callable[[], None]] = []


def on_promise(wake: Callable[[], None]) -> None:
    """Have `wake` called after every commit with promises in it. It must be quick and must not raise."""
    _wakers[:] = [wake]


def send(topic: str, *, ref: str, now: datetime, due_at: datetime | None = None) -> None:
    """Promise `topic` for `ref`, once: the same pair again changes nothing.

    Args:
        topic: one of marketplace.core.topics.
        ref: what for: an id or ref, never a secret; the keeper loads the rest.
        due_at: not before this moment; at once when left out.
    """
    execute(
        "SELECT promise(%(topic)s, %(ref)s, %(now)s, %(due)s)", {"topic": topic, "ref": ref, "now": now, "due": due_at}
    )
    wake_after_commit()


def send_all(topic: str, refs: Sequence[str], *, now: datetime, due_at: datetime | None = None) -> None:
    """Promise the same for many refs, each once as `send` does; in one statement."""
    execute(
        "SELECT promise(%(topic)s, ref, %(now)s, %(due)s) FROM unnest(%(refs)s::text[]) ref",
        {"topic": topic, "refs": list(refs), "now": now, "due": due_at},
    )
    wake_after_commit()


def wake_after_commit() -> None:
    """Wake the relay once the open transaction is committed; for a verb that writes its promise in a statement of its own."""
    after_commit("outbox", _wake)


def due(now: datetime, limit: int) -> list[Promise]:
    """Take up to `limit` promises to be kept now, oldest first; commit before keeping them.

    Taking puts each off by LEASE, so that no other relay takes it in the meantime; if the relay dies, it comes up again then.
    One that was promised in the future, or put off for longer than any pause, is of a clock that was ahead: it is due.
    """
    rows = execute(
        f"""WITH ripe AS (
                SELECT id FROM outbox WHERE kept_at IS NULL AND dead_at IS NULL
                   AND (due_at <= %(now)s OR (due_at > %(now)s::timestamptz + %(longest)s
                                              AND (attempts > 0 OR promised_at > %(now)s)))
                 ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
            UPDATE outbox SET attempts = attempts + 1, due_at = %(now)s::timestamptz + %(lease)s
             WHERE id IN (SELECT id FROM ripe) RETURNING {_COLUMNS}""",  # noqa: S608 - our own column names
        {"now": now, "limit": limit, "lease": LEASE, "longest": LONGEST_PAUSE},
    )
    return sorted(_promises(rows), key=lambda promise: promise.id)


def give_back(ids: Sequence[int], now: datetime) -> None:
    """Undo the taking of promises for which no time was left; they are due at once."""
    execute(
        """UPDATE outbox SET attempts = attempts - 1, due_at = %(now)s
            WHERE id = ANY (%(ids)s) AND kept_at IS NULL AND dead_at IS NULL""",
        {"ids": list(ids), "now": now},
    )


def kept(ids: Sequence[int], now: datetime) -> None:
    """Note that these promises were kept."""
    execute(
        "UPDATE outbox SET kept_at = %(now)s, last_error = '' WHERE id = ANY (%(ids)s) AND kept_at IS NULL AND dead_at IS NULL",
        {"ids": list(ids), "now": now},
    )


def failed(promise_id: int, error: str, now: datetime) -> None:
    """Note a failed try; after the last one the promise is dead and waits for staff. `error` holds no secret."""
    execute(
        """UPDATE outbox SET last_error = %(error)s,
                  dead_at = CASE WHEN attempts >= %(most)s THEN %(now)s::timestamptz END,
                  due_at = %(now)s::timestamptz
                         + least(%(first)s * power(2, greatest(least(attempts, 20) - 1, 0)), %(longest)s)
            WHERE id = %(id)s AND kept_at IS NULL AND dead_at IS NULL""",
        {
            "id": promise_id, "error": error[:ERROR_MAX], "now": now, "most": ATTEMPTS_MAX,
            "first": FIRST_PAUSE, "longest": LONGEST_PAUSE,
        },
    )  # fmt: skip


def put_off(promise_id: int, until: datetime, why: str) -> None:
    """Take a promise up again at a moment, as if it were new. `why` holds no secret."""
    execute(
        """UPDATE outbox SET due_at = %(until)s, attempts = 0, last_error = %(why)s
            WHERE id = %(id)s AND kept_at IS NULL AND dead_at IS NULL""",
        {"id": promise_id, "until": until, "why": why[:ERROR_MAX]},
    )


def hurry(topic: str, ref: str, *, now: datetime) -> None:
    """Have a promise that was put off, or given up, kept at once; one that was kept stays so."""
    execute(
        """UPDATE outbox SET due_at = %(now)s, attempts = 0, dead_at = NULL
            WHERE topic = %(topic)s AND ref = %(ref)s AND kept_at IS NULL""",
        {"topic": topic, "ref": ref, "now": now},
    )
    wake_after_commit()


def dead_one(promise_id: int) -> Promise:
    """One promise that was given up.

    Raises:
        NotFound: there is no such promise.
        NotDead: it was kept, or is still being tried.
    """
    found = _promises(execute(f"SELECT {_COLUMNS} FROM outbox WHERE id = %(id)s", {"id": promise_id}))  # noqa: S608
    if not found:
        raise NotFound
    if found[0].dead_at is None:
        raise NotDead(promise=promise_id)
    return found[0]


def send_again(promise_id: int, *, now: datetime, why: str = "") -> None:
    """Bring a dead promise back to life, from its first try. Audited.

    Raises:
        NotFound: there is no such promise.
        NotDead: it was kept, or is still being tried.
    """
    row = execute(
        "SELECT dead_at, topic, ref, last_error FROM outbox WHERE id = %(id)s FOR UPDATE", {"id": promise_id}
    ).first()
    if row is None:
        raise NotFound
    if row.dead_at is None:
        raise NotDead(promise=promise_id)
    execute(
        "UPDATE outbox SET dead_at = NULL, attempts = 0, due_at = %(now)s WHERE id = %(id)s",
        {"id": promise_id, "now": now},
    )
    audit.record(
        "outbox.send_again", f"promise:{promise_id}", at=now, why=why,
        before={"dead_at": row.dead_at.isoformat(), "last_error": row.last_error}, after={"topic": row.topic, "ref": row.ref},
    )  # fmt: skip
    after_commit("outbox", _wake)


class Backlog(NamedTuple):
    """The unkept promises of a topic: how many wait and since when the oldest is overdue, how many were given up."""

    topic: str
    waiting: int
    overdue_since: datetime | None
    dead: int


def backlog(now: datetime) -> list[Backlog]:
    """What is not kept, by topic."""
    rows = execute(
        """SELECT topic, count(*) FILTER (WHERE dead_at IS NULL) AS waiting,
                  min(due_at) FILTER (WHERE dead_at IS NULL AND due_at <= %(now)s) AS overdue_since, count(dead_at) AS dead
             FROM (SELECT topic, due_at, dead_at FROM outbox WHERE kept_at IS NULL AND dead_at IS NULL
                   UNION ALL SELECT topic, due_at, dead_at FROM outbox WHERE dead_at IS NOT NULL) unkept
            GROUP BY topic ORDER BY topic""",
        {"now": now},
    )
    return [Backlog(**row) for row in rows.mappings()]


def forget_kept(before: datetime, limit: int) -> int:
    """Delete up to `limit` promises that were kept before a moment; returns how many."""
    result = execute(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE kept_at < %(before)s ORDER BY id LIMIT %(limit)s)",
        {"before": before, "limit": limit},
    )
    return int(result.rowcount)


def _promises(rows: Rows) -> list[Promise]:
    return [Promise(**row) for row in rows.mappings()]


def _wake() -> None:
    for wake in _wakers:
        wake()
