"""Checks the files of runs and applies them in parts; the operator's commands do the same by the same two functions."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from marketplace import runs
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.core.problems import FileRefused, Problem, Problems, Reason
from marketplace.core.topics import Topic
from marketplace.core.uploads import UploadRefused
from marketplace.jobs.promises import keeps
from marketplace.jobs.reading import watched
from marketplace.runs import Checked, Given, Kind, Outcome, RowError, Run

ERRORS_MAX = 10_000
# What one promise does of a run before it makes another; a promise is kept in less than 20 seconds.
APPLY_SECONDS = 10
WHILE_BUSY = timedelta(minutes=1)


class OnlyALook(Exception):
    """Undoes what a check has done."""


@keeps(Topic.RUNS_CHECK)
def check(ref: str) -> None:
    """Check the file of a run, whose id stands before the colon."""
    check_file(int(ref.partition(":")[0]))


@keeps(Topic.RUNS_APPLY)
def apply(ref: str) -> None:
    """Go on with a run, whose id stands before the colon; what is left after some seconds, or comes later, is promised anew."""
    run_id = int(ref.partition(":")[0])
    now = clock.now()
    try:
        after = carry_on(run_id, seconds=APPLY_SECONDS)
        wait = timedelta()
    except runs.RunBusy:
        after, wait = runs.run(run_id), WHILE_BUSY  # should whoever is at it die, it goes on from here
    if after.state == "applying":
        with transaction():
            runs.promise_rest(after, now=now, wait=max(wait, after.not_before - now) if after.not_before else wait)


def check_file(run_id: int) -> Run:
    """Read the file of a run whole and write down what it would do, or all that is wrong with it."""
    try:
        with transaction():
            run = runs.begin_check(run_id, now=clock.now())
    except runs.RunNotThere:
        return runs.run(run_id)  # checked before, or ended meanwhile
    kind, given = runs.kind(run.kind), runs.given(run)
    try:
        with watched(run.id) as watch:
            checked, problems = look(kind, given, watch=watch)
    except Refusal as refusal:
        return _failed(run, refusal)
    errors = runs.explained(given, kind, [*problems.found, *problems.left_out])
    outcome = Outcome(checked, errors, problems.total, problems.rows, problems.seen)
    try:
        with transaction():
            return runs.note_check(run_id, outcome, now=clock.now())
    except runs.RunNotThere:
        return runs.run(run_id)  # another worker was faster


def look(
    kind: Kind, given: Given, *, watch: Callable[[Problems], None] = lambda _: None
) -> tuple[Checked | None, Problems]:
    """What a file would do, or None and all that is wrong with it; found out in a transaction that is rolled back.

    Both, where its good rows are applied alone. `watch` is given the problems before the file is read: they say how far it is.

    Raises:
        UploadRefused, NotFound: it cannot be read at all, or an option names what is not there.
    """
    problems, checked = Problems(given.name, ERRORS_MAX), None
    watch(problems)
    try:
        with transaction():
            execute("SET LOCAL statement_timeout = 0")
            checked = kind.check(given, problems, clock.now())
            raise OnlyALook
    except OnlyALook:
        pass
    except FileRefused as refused:
        problems.found, problems.total, problems.rows = refused.problems, refused.total, refused.rows
    assert checked or problems.total, "a file without problems says what it would do"
    if checked and problems.told:
        told = [{"reason": reason.sentence, "facts": reason.facts} for reason in problems.told]
        checked = replace(checked, preview={**checked.preview, "told": told})
    return (None if problems.total and not runs.good_only(given.options) else checked), problems


def carry_on(run_id: int, *, seconds: float | None = None, told: Callable[[Run], None] = lambda _: None) -> Run:
    """Apply a run part by part, each in a transaction of its own, until it ends, is stopped, or so many seconds are over.

    Raises:
        RunBusy: somebody else is at it.
    """
    run = runs.run(run_id)
    if run.state != "applying" or run.waits(clock.now()):
        return run
    ends = None if seconds is None else time.monotonic() + seconds
    by = runs.responsible(run)
    try:
        for part in runs.kind(run.kind).parts(runs.given(run), run.reached, run.total):
            before = run
            with transaction(by=by):
                execute("SET LOCAL statement_timeout = 0")
                run = runs.carry_out(run, part, now=clock.now())
            if run.reached != before.reached:
                told(run)
            if run.state != "applying" or run.reached == before.reached or (ends and time.monotonic() > ends):
                return run
    except runs.RunBusy:
        raise
    except runs.RunMoved:
        return _looked_at_again(run)
    except Refusal as refusal:
        return _failed(run, refusal)
    raise AssertionError("the last part of a file ends its run")


def _looked_at_again(run: Run) -> Run:
    """Have a run checked once more that would do something else now than people have seen."""
    try:
        with transaction():
            return runs.look_again(run.id, now=clock.now())
    except runs.RunNotThere:
        return runs.run(run.id)  # another worker was faster


def _failed(run: Run, refusal: Refusal) -> Run:
    """End a run that was refused, with what is wrong."""
    found: list[RowError] = []
    if isinstance(refusal, FileRefused):
        found = runs.explained(runs.given(run), runs.kind(run.kind), refusal.problems)
    elif isinstance(refusal, UploadRefused):
        row, column, reason = (refusal.facts.get(name) for name in ("row", "column", "reason"))
        problem = Problem(run.file_name, row, "" if column is None else str(column), Reason.of(reason or ""))
        found = runs.explained(runs.given(run), runs.kind(run.kind), [problem])
    try:
        with transaction():
            return runs.fail(run.id, refusal, found, now=clock.now())
    except runs.RunNotThere:
        return runs.run(run.id)  # stopped or ended meanwhile
