"""What every import says: what is wrong with a file, or what it changes."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from marketplace import programmes
from marketplace.core.changes import Change, Comparison
from marketplace.core.errors import NotFound
from marketplace.core.problems import FileRefused, Problem, Reason
from marketplace.core.uploads import UploadRefused
from marketplace.programmes import Programme
from marketplace.runs import Checked

MARKS = {"new": "+", "changed": "~", "withdrawn": "-"}
DIFFERENCES_SHOWN = 12

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
programme_option = click.option("--programme", "slug", help="Short name of the programme; the first one when left out.")
apply_option = click.option("--apply/--preview", default=False, help="Do it, or only show what it would do (default).")
whole_option = click.option(
    "--whole", is_flag=True, help="The file has all offers of its brands: those that it leaves out are withdrawn."
)


@contextmanager
def refusals(file: Path) -> Iterator[None]:
    """Say in full why a file is refused, and end with exit code 1."""
    try:
        yield
    except FileRefused as refused:
        _refuse(refused.problems, refused.total)
    except UploadRefused as refused:
        facts = refused.facts
        column = facts.get("column")
        _refuse([Problem(file.name, facts.get("row"), "" if column is None else str(column), str(facts["reason"]))], 1)
    except NotFound as refused:
        raise click.ClickException(
            f"not known: {', '.join(f'{name} {value}' for name, value in refused.facts.items()) or refused.code}"
        )


def named_programme(slug: str | None) -> Programme:
    """The programme that was named, or the first one."""
    return programmes.by_slug(slug) if slug else programmes.default()


def show_comparison(things: str) -> Callable[[Mapping[str, Any], Checked], None]:
    """How a run's preview that is a comparison is shown."""
    return lambda preview, _: show_changes(Comparison.from_json(preview), things)


def show_changes(comparison: Comparison, things: str) -> None:
    """The changes one by one, as far as they are listed, and the counts of all."""
    for change in comparison.changes:
        _show_change(change)
    listed = len(comparison.changes)
    total = comparison.new + comparison.changed + comparison.withdrawn
    if total > listed:
        click.echo(f"  … and {total - listed} more")
    click.echo(
        f"{things}: {comparison.new} new, {comparison.changed} changed, {comparison.unchanged} unchanged, "
        f"{comparison.withdrawn} withdrawn."
    )


def say_end(applied: bool, nothing: bool) -> None:
    """The closing line: whether anything was done."""
    if nothing:
        click.echo("Nothing to do: everything already matches the file.")
    elif applied:
        click.echo("Done.")
    else:
        click.echo("This was a preview; --apply does it.")


def _show_change(change: Change) -> None:
    row = f"row {change.row}: " if change.row is not None else ""
    click.echo(f"{MARKS[change.kind]} {row}{change.name} ({printable(change.title)})")
    for difference in change.differences[:DIFFERENCES_SHOWN]:
        was, will = printable(difference.was) or "nothing", printable(difference.will) or "nothing"
        click.echo(f"    {difference.field}: {was} → {will}")
    if len(change.differences) > DIFFERENCES_SHOWN:
        click.echo(f"    … and {len(change.differences) - DIFFERENCES_SHOWN} fields more")


def printable(text: str, longest: int = 60) -> str:
    """A text of a partner as one short line for a terminal, without characters that would steer it."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def say_problems(problems: Sequence[Problem], total: int) -> None:
    """Every problem that was kept, a line each."""
    for problem in problems:
        click.echo(str(problem), err=True)
    if total > len(problems):
        click.echo(f"… and {total - len(problems)} more", err=True)


def say_told(preview: Mapping[str, Any]) -> None:
    """What a person should know of a file though nothing is wrong with it."""
    for one in preview.get("told", ()):
        click.echo(f"Note: {printable(str(Reason(one['reason'], **one['facts'])), 400)}")


def _refuse(problems: Sequence[Problem], total: int) -> NoReturn:
    say_problems(problems, total)
    click.echo("Nothing was changed.", err=True)
    sys.exit(1)
