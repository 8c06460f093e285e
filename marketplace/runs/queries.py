"""What may be asked about runs."""

import json
from collections.abc import Mapping
from typing import Any, cast

from marketplace.core.actors import Actor, ActorKind
from marketplace.core.db import execute
from marketplace.core.listing import Choice, Column, Days, Kind, Listing
from marketplace.core.problems import LEFT_OUT
from marketplace.core.rows import Rows
from marketplace.runs.changes import CHANGES as CHANGES
from marketplace.runs.errors import NoRun
from marketplace.runs.rules import STATES
from marketplace.runs.values import Event, RowError, Run

COLUMNS = """r.id, r.programme_id, r.partner_id, r.kind, r.not_before, r.options, r.file_name, r.file_size, r.file_digest, r.kept_at, r.state, r.total,
    r.to_apply, r.size, r.skipped, r.wrong, r.wrong_rows, r.preview, r.read_rows, r.reached, r.applied, r.continues, r.actor"""
WITH_ERRORS = "with_errors"

RUNS = Listing(
    name="runs",
    source="runs run LEFT JOIN users person ON person.id = CASE WHEN run.actor LIKE 'user:%%' THEN substr(run.actor, 6)::bigint END",
    scope="run.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR run.partner_id = %(partner)s)",
    key="run.id",
    columns=(
        Column("file_name", sql="run.file_name"),
        Column("kind", Kind.WORD, "run.kind"),
        Column("kept_at", Kind.MOMENT, "run.kept_at", sorts_by="id"),  # written in this order
        Column("by", Kind.WORD, "coalesce(nullif(person.name, ''), person.email, run.actor)"),  # colleagues know each other by their names
        Column("applied", Kind.NUMBER, "run.applied"),
        # A file with errors was checked, too, but nothing of it can be applied.
        Column("state", Kind.WORD, f"CASE WHEN run.state = 'checked' AND run.wrong > 0 AND run.options ->> 'rows' IS DISTINCT FROM 'good' THEN '{WITH_ERRORS}' ELSE run.state END"),
    ),
    sort="-kept_at",
    filters=(
        Choice("state", {state: f"state = '{state}'" for state in (*STATES, WITH_ERRORS)}, ("state",)),
        Days("kept", "kept_at"),
    ),
)  # fmt: skip


def run(run_id: int) -> Run:
    """The run with this id. Raises NoRun."""
    found = read(execute(f"SELECT {COLUMNS} FROM runs r WHERE r.id = %(id)s", {"id": run_id}))  # noqa: S608 - our own names
    if not found:
        raise NoRun(run=run_id)
    return found[0]


def number_of(run_id: int) -> int:
    """The number by which people know a run: their partner's, or the programme's own, counted from 1. It tells nothing of what others bring."""
    row = execute(
        """SELECT count(*) AS number FROM runs r JOIN runs mine ON mine.programme_id = r.programme_id
               AND mine.partner_id IS NOT DISTINCT FROM r.partner_id AND mine.id <= r.id WHERE r.id = %(id)s""",
        {"id": run_id},
    )
    return int(row.scalar_one())


def run_of(run_id: int, programme_id: int, *, partner_id: int | None = None) -> Run:
    """A run of this programme, and of this partner where one is given. Raises NoRun: unknown and somebody else's alike."""
    where = "r.id = %(id)s AND r.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR r.partner_id = %(partner)s)"
    facts = {"id": run_id, "programme": programme_id, "partner": partner_id}
    found = read(execute(f"SELECT {COLUMNS} FROM runs r WHERE {where}", facts))  # noqa: S608 - our own names
    if not found:
        raise NoRun
    return found[0]


def errors(run_id: int, limit: int | None = None, *, left_out: bool | None = None) -> list[RowError]:
    """What is wrong with a run's file, and which rows are left out though nothing is wrong with them, in the order of its rows.

    Args:
        left_out: only those that are left out, or only those that are wrong; None: both.
    """
    rows = execute(
        """SELECT at_row, in_column, reason, facts, value FROM run_errors
            WHERE run_id = %(run)s AND (%(out)s::boolean IS NULL OR jsonb_exists(facts, %(mark)s) = %(out)s)
            ORDER BY at_row NULLS FIRST, id LIMIT %(limit)s""",
        {"run": run_id, "limit": limit, "out": left_out, "mark": LEFT_OUT},
    )
    return [RowError(*row) for row in rows]


def events(run_id: int) -> list[Event]:
    """What happened to a run, newest first."""
    rows = execute(
        "SELECT what, at, actor, facts FROM run_events WHERE run_id = %(run)s ORDER BY id DESC",
        {"run": run_id},
    )
    return [Event(row.what, row.at, _actor(row.actor), row.facts) for row in rows]


def responsible(one: Run) -> Actor:
    """Who had a run applied last: what it does is his doing. Whoever brought it, where nobody has yet."""
    row = execute(
        """SELECT actor FROM run_events WHERE run_id = %(run)s AND what IN ('started', 'continued')
            ORDER BY id DESC LIMIT 1""",
        {"run": one.id},
    ).first()
    return _actor(row.actor) if row else one.by


def same_file(one: Run) -> list[Run]:
    """Other runs of the same file and kind in the programme that were applied or still may be, newest first."""
    rows = execute(
        f"""SELECT {COLUMNS} FROM runs r WHERE r.programme_id = %(programme)s AND r.file_digest = %(digest)s
               AND r.kind = %(kind)s AND r.id <> %(id)s AND r.state NOT IN ('failed', 'discarded') AND (r.wrong = 0 OR r.options ->> 'rows' = 'good')
             ORDER BY r.id DESC LIMIT 5""",  # noqa: S608
        {"programme": one.programme_id, "digest": one.file_digest, "kind": one.kind, "id": one.id},
    )
    return read(rows)


def open_run(programme_id: int, kind: str, options: Mapping[str, str]) -> Run | None:
    """The newest run of a kind in a programme that was told exactly this of its file and has not ended; None: there is none."""
    rows = execute(
        f"""SELECT {COLUMNS} FROM runs r WHERE r.programme_id = %(programme)s AND r.kind = %(kind)s AND r.options = %(options)s::jsonb
               AND r.state NOT IN ('applied', 'failed', 'discarded') ORDER BY r.id DESC LIMIT 1""",  # noqa: S608
        {"programme": programme_id, "kind": kind, "options": json.dumps(dict(options))},
    )
    return next(iter(read(rows)), None)


def checked_naming(programme_id: int, kind: str, *, part: str, value: Any) -> list[Run]:
    """Runs of a kind that were checked and wait, and in this part of whose preview the value stands; oldest first."""
    rows = execute(
        f"""SELECT {COLUMNS} FROM runs r WHERE r.programme_id = %(programme)s AND r.kind = %(kind)s AND r.state = 'checked'
               AND r.preview -> %(part)s @> %(value)s::jsonb ORDER BY r.id""",  # noqa: S608
        {"programme": programme_id, "kind": kind, "part": part, "value": json.dumps([value])},
    )
    return read(rows)


def acting() -> Actor:
    """Who acts in the open transaction."""
    return _actor(execute("SELECT acting()").scalar_one())


def read(rows: Rows) -> list[Run]:
    """Runs out of rows of COLUMNS."""
    return [made(dict(row)) for row in rows.mappings()]


def made(facts: dict[str, Any]) -> Run:
    """A run out of the values of COLUMNS by name."""
    return Run(by=_actor(facts.pop("actor")), **facts)


def _actor(text: str) -> Actor:
    kind, _, number = text.partition(":")
    return Actor(cast(ActorKind, kind), int(number) if number else None)
