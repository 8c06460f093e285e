"""The steps of a run's life: led on from one state to the next, and written down."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.runs import rules
from marketplace.runs.errors import RunNotThere
from marketplace.runs.queries import COLUMNS, made, run
from marketplace.runs.values import RowError, Run

_LED_ON = f"""UPDATE runs r SET state = %(to)s FROM (SELECT id, state FROM runs WHERE id = %(run)s FOR UPDATE) was
    WHERE r.id = was.id AND was.state = ANY (%(from)s) RETURNING {COLUMNS}, was.state AS was"""  # noqa: S608


class Led(NamedTuple):
    """A run that was led on, and the state that it was in."""

    run: Run
    was: str


def lead_on(run_id: int, verb: str, to: str) -> Led:
    """Bring a run from a state that this verb leads on from to another. Raises RunNotThere: it is in none of them."""
    row = execute(_LED_ON, {"run": run_id, "from": list(rules.FROM[verb]), "to": to}).mappings().first()
    if row is None:
        raise RunNotThere(run=run_id, state=run(run_id).state)
    facts = dict(row)
    was = facts.pop("was")
    return Led(made(facts), was)


def note(one: Run, what: str, *, was: str, now: datetime, facts: Mapping[str, Any]) -> None:
    """Write down what happened, for the run's own page and in the audit."""
    execute(
        """INSERT INTO run_events (run_id, what, at, actor, facts)
           VALUES (%(run)s, %(what)s, %(now)s, acting(), %(facts)s::jsonb)""",
        {"run": one.id, "what": what, "now": now, "facts": json.dumps(dict(facts))},
    )
    before = {"state": was} if was else None
    after = {"state": one.state, "kind": one.kind} | dict(facts)
    audit.record(f"runs.{what}", f"run:{one.id}", at=now, before=before, after=after)


def add_errors(run_id: int, errors: list[RowError]) -> None:
    """Write down what is wrong with a file."""
    rows = [error._asdict() | {"facts": dict(error.facts)} for error in errors]
    execute(
        """INSERT INTO run_errors (run_id, at_row, in_column, reason, facts, value)
           SELECT %(run)s, e."row", e."column", e.reason, e.facts, e.value
             FROM jsonb_to_recordset(%(errors)s::jsonb) e ("row" integer, "column" text, reason text, facts jsonb, value text)""",
        {"run": run_id, "errors": json.dumps(rows, ensure_ascii=False)},
    )
