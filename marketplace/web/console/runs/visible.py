"""Which runs a visitor sees, and which are his to act on."""

from flask import g

from marketplace import runs
from marketplace.runs import Kind, Run
from marketplace.web.shared.security import may


def my_kinds() -> list[Kind]:
    """The kinds of run that the visitor may bring, see and apply."""
    return [one for one in runs.kinds() if may(one.permission)]


def run_of(run_id: int) -> Run:
    """A run of the request's programme; whoever may see one sees all."""
    return runs.run_of(run_id, g.programme.id)


def own_run(run_id: int) -> Run:
    """The same, of a kind that is the visitor's: to be acted on."""
    found = run_of(run_id)
    if not may(runs.kind(found.kind).permission):
        raise runs.NoRun
    return found
