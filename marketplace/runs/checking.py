"""A run's file is read: what it would do, or what is wrong with it, is written down; and once more when the shop has changed."""

import json
from datetime import datetime

from marketplace.core import ids, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.runs import approval, changes, steps
from marketplace.runs.queries import run
from marketplace.runs.steps import Led
from marketplace.runs.values import Outcome, Run


def begin_check(run_id: int, *, now: datetime) -> Run:
    """The file is being read. Raises RunNotThere where it was read before, or the run has ended."""
    led = steps.lead_on(run_id, "check", "checking")
    if led.was == "kept":
        steps.note(led.run, "checking", was=led.was, now=now, facts={})
    return led.run


def note_read(run_id: int, rows: int) -> None:
    """Write down how many rows of a file have been read, while it is being checked."""
    execute(
        "UPDATE runs SET read_rows = %(rows)s WHERE id = %(run)s AND state = 'checking'", {"run": run_id, "rows": rows}
    )


def note_check(run_id: int, outcome: Outcome, *, now: datetime) -> Run:
    """Write down what a check came to; where nothing can be applied after it, an open proposal ends. Raises RunNotThere where another worker
    has done so."""
    checked = outcome.checked
    if checked is None or not checked.to_apply:
        approval.call_off(run(run_id), now=now)
    led = steps.lead_on(run_id, "check", "checked")
    execute("DELETE FROM run_errors WHERE run_id = %(run)s", {"run": run_id})  # of an earlier check
    steps.add_errors(run_id, outcome.errors)
    counts = {"wrong": outcome.wrong, "wrong_rows": outcome.wrong_rows, "to_apply": 0, "skipped": 0}
    total, size, preview = 0, 0, outcome.seen
    if checked is not None:
        counts |= {"to_apply": checked.to_apply, "skipped": checked.skipped}
        total, preview = checked.total, checked.preview
        size = checked.to_apply if checked.size is None else checked.size
    kept = json.dumps({**preview, **changes.keep(run_id, checked)}, ensure_ascii=False)
    execute(
        """UPDATE runs SET total = %(total)s, to_apply = %(to_apply)s, size = %(size)s, skipped = %(skipped)s, wrong = %(wrong)s,
                  wrong_rows = %(wrong_rows)s, preview = %(preview)s::jsonb WHERE id = %(run)s""",
        counts | {"run": run_id, "total": total, "size": size, "preview": kept},
    )
    steps.note(led.run, "checked", was=led.was, now=now, facts=counts)
    return run(run_id)


def recheck(run_id: int, *, now: datetime) -> Run:
    """Have a file read once more, because what it is held against has changed. Raises RunNotThere: it is not one that was checked and waits."""
    led = steps.lead_on(run_id, "recheck", "kept")
    return _again(led, now)


def look_again(run_id: int, *, now: datetime) -> Run:
    """Have a run checked once more that waits, or of which nothing was applied yet, because the shop it was held against has changed
    (`known.moved`). Whoever had it applied looks at it then, and asks once more; who agreed to it does, too.

    Raises RunNotThere: it waits no more.
    """
    led = steps.lead_on(run_id, "look_again", "kept")
    assert not led.run.reached, "what is applied in parts is held against nothing that moves"
    return _again(led, now, moved=True)


def _again(led: Led, now: datetime, **facts: bool) -> Run:
    steps.note(led.run, "rechecked", was=led.was, now=now, facts=facts)
    outbox.send(Topic.RUNS_CHECK, ref=f"{led.run.id}:{ids.new_ref()}", now=now)
    return led.run
