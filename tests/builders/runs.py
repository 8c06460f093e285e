"""Runs for tests: files as people would send them, checked and applied by the worker's own functions."""

from datetime import UTC, datetime

from marketplace import runs
from marketplace.core import ids
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from marketplace.jobs.runs import check_file
from marketplace.programmes import Programme
from marketplace.runs import Run

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
STEPAN, ELENA = Actor("user", 41), Actor("user", 42)


def kept(
    programme: Programme,
    kind: str,
    content: bytes | str,
    *,
    name: str = "file.csv",
    by: Actor = STEPAN,
    partner_id: int | None = None,
    **options: str,
) -> Run:
    """A file as it has just come."""
    bytes_ = content.encode() if isinstance(content, str) else content
    with transaction(by=by):
        return runs.keep(programme.id, kind, name, bytes_, options, ref=ids.new_ref(), partner_id=partner_id, now=NOW)


def checked(programme: Programme, kind: str, content: bytes | str, **given: str) -> Run:
    """The same after the worker has looked at it."""
    return check_file(kept(programme, kind, content, **given).id)  # type: ignore[arg-type]


def started(run: Run, *, by: Actor = STEPAN) -> Run:
    """A run that somebody wants to be applied."""
    with transaction(by=by):
        return runs.start(run.id, now=NOW)
