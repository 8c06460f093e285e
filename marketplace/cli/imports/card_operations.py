"""`vitrina import card-operations`: the issuer's registry becomes points."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import earning, members, programmes
from marketplace.core import clock, formats
from marketplace.core.audit import Actor
from marketplace.core.db import execute, transaction
from marketplace.earning import Problem, Report
from marketplace.integrations import card_registry
from marketplace.programmes import Programme

MEMBERS_SHOWN = 20
REASONS = {
    "earned": "earned points",
    "taken_back": "refunds, points taken back",
    "no_member": "cards that no member has bound",
    "cash": "cash, earns nothing",
    "quasi_cash": "as good as cash, earns nothing",
    "other_currency": "another currency, earns nothing",
    "too_small": "too small for a point",
}


class _OnlyATry(Exception):
    """Ends a dry run: everything was done, and is undone."""


@click.command("card-operations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--programme", "slug", help="Whose members earn; the first programme when left out.")
@click.option("--apply/--dry-run", default=True, help="Post the points, or only show what would happen.")
@with_appcontext
def card_operations(file: Path, slug: str | None, apply: bool) -> None:
    """Accrue points for the bank-card operations in FILE, an issuer's registry (CSV, Windows-1251).

    Each operation counts once, however often it is sent. The whole file is taken, or nothing of it.
    """
    programme = programmes.by_slug(slug) if slug else programmes.default()
    try:
        report = _take_in(file, programme, apply)
    except (card_registry.RegistryRefused, earning.OperationsRefused) as refused:
        _show_problems(file, refused.problems)
        sys.exit(1)
    _show(report, programme)
    if not apply:
        click.echo("Nothing was changed: this was a dry run.")


def _take_in(file: Path, programme: Programme, apply: bool) -> Report:
    report = None
    try:
        with file.open("rb") as stream, transaction():
            execute("SET LOCAL statement_timeout = 0")
            report = earning.take_in(
                programme,
                card_registry.operations(file.name, stream),
                source=card_registry.SOURCE,
                by=Actor("operator"),
                now=clock.now(),
            )
            if not apply:
                raise _OnlyATry
    except _OnlyATry:
        pass
    assert report is not None, "the file was taken in or refused"
    return report


def _show_problems(file: Path, problems: list[Problem]) -> None:
    for problem in problems:
        column = f", column {problem.column}" if problem.column else ""
        click.echo(f"{file.name}, row {problem.row}{column}: {problem.reason}", err=True)
    click.echo("Nothing was imported.", err=True)


def _show(report: Report, programme: Programme) -> None:
    if report.new == 0:
        click.echo(f"All {report.operations} operations were imported before: nothing has changed.")
        return
    click.echo(f"{report.operations} operations: {report.new} new, {report.known} imported before.")
    for reason, words in REASONS.items():
        if count := report.reasons.get(reason):
            click.echo(f"{count:>9}  {words}")
    for brought in report.members[:MEMBERS_SHOWN]:
        member = members.member(brought.member_id)
        points = formats.signed(brought.earned - brought.taken_back, programme.decimals, "en")
        click.echo(f"  member {member.number if member else brought.member_id}: {points} points")
    if len(report.members) > MEMBERS_SHOWN:
        click.echo(f"  … and {len(report.members) - MEMBERS_SHOWN} members more")
    total = formats.signed(report.earned - report.taken_back, programme.decimals, "en")
    click.echo(f"{total} points for {len(report.members)} members.")
