"""`vitrina import card-operations`: the issuer's registry becomes points."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import earning, members
from marketplace.cli.imports.showing import file_argument, named_programme, programme_option, refusals, the_whole_file
from marketplace.core import clock, formats
from marketplace.earning import Report
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


@click.command("card-operations")
@file_argument
@programme_option
@click.option(
    "--apply/--dry-run", " /--preview", default=True, help="Post the points (default), or only show what it would do."
)
@with_appcontext
def card_operations(file: Path, slug: str | None, apply: bool) -> None:
    """Accrue points for the bank-card operations in FILE, an issuer's registry (CSV, Windows-1251).

    Each operation counts once, however often it is sent. The whole file is taken, or nothing of it.
    """
    with refusals(file):
        programme = named_programme(slug)
        with the_whole_file(apply), file.open("rb") as stream:
            report = earning.take_in(
                programme,
                card_registry.operations(file.name, stream),
                source=card_registry.SOURCE,
                file=file.name,
                now=clock.now(),
            )
    _show(report, programme)
    if not apply:
        click.echo("Nothing was changed: this was a dry run.")


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
    click.echo(f"{total} points for {len(report.members)} member{'' if len(report.members) == 1 else 's'}.")
