"""What every import does: look at the file, show what it would do, and with --apply do it as a run of the console's."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from marketplace import runs
from marketplace.cli.imports.showing import named_programme, refusals, say_end, say_told
from marketplace.core import clock, ids, vault
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.jobs.runs import carry_on, look
from marketplace.runs import Checked, Given, Outcome, Run

# The worker takes over where this command has died.
WORKER_WAITS = timedelta(minutes=1)
TOLD_EVERY_SECONDS = 2

Show = Callable[[Mapping[str, Any], Checked], None]


def import_file(
    kind_name: str, file: Path, slug: str | None, *, options: Mapping[str, str | None], apply: bool, show: Show
) -> None:
    """Look at a file and show what it would do; with `apply`, do it. `show` says the preview in the words of its kind."""
    with refusals(file):
        programme, content = named_programme(slug), file.read_bytes()
        said = {name: value for name, value in options.items() if value}
        given = Given(programme.id, None, file.name, content, vault.digest(content), said)
        checked, problems = look(runs.kind(kind_name), given)
        problems.refuse()
        assert checked is not None, "a file without problems says what it would do"
        say_told(checked.preview)
        if not apply or not checked.to_apply:
            show(checked.preview, checked)
            say_end(apply, not checked.to_apply)
            return
        run = _begun(kind_name, given, checked)
        checked = replace(checked, changes=())  # they are kept by now, and as large as the file
        if run.state == "applying":
            run = carry_on(run.id, told=_Teller())
    show(checked.preview, checked)
    _say_how_it_ended(run)


def _begun(kind_name: str, given: Given, checked: Checked) -> Run:
    now = clock.now()
    with transaction(by=OPERATOR):
        kept = runs.keep(
            given.programme_id, kind_name, given.name, given.content, given.options, ref=ids.new_ref(), now=now,
            worker_waits=WORKER_WAITS,
        )  # fmt: skip
        runs.begin_check(kept.id, now=now)
        runs.note_check(kept.id, Outcome(checked, [], 0, 0), now=now)
        if runs.approver_needed(runs.run(kept.id)):
            return runs.run(kept.id)
        return runs.start(kept.id, now=now, worker_waits=WORKER_WAITS)


def _say_how_it_ended(run: Run) -> None:
    if run.state == "applied":
        click.echo("Done.")
    elif run.state == "checked":
        click.echo(
            f"This is more than one person may apply: run {run.id} is in the console, to be proposed to a second one."
        )
    elif run.state == "kept":
        click.echo(f"The shop has changed meanwhile: run {run.id} is checked again, to be looked at in the console.")
    elif run.state == "failed":
        raise click.ClickException(f"run {run.id} was refused; what was applied before stays: {run.applied}")
    else:
        raise click.ClickException(
            f"run {run.id} was {run.state} at {run.reached} of {run.total}; the console goes on with it"
        )


class _Teller:
    """Says now and then how far a long run is."""

    def __init__(self) -> None:
        self._next = time.monotonic() + TOLD_EVERY_SECONDS

    def __call__(self, run: Run) -> None:
        if run.state == "applying" and time.monotonic() > self._next:
            click.echo(f"{run.reached} of {run.total}", err=True)
            self._next = time.monotonic() + TOLD_EVERY_SECONDS
