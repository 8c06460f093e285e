"""`vitrina erasures`: after a restore, erase again whose data were erased since the backup."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import erasures, members
from marketplace.core import clock, erased
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.settings import Settings


@click.group("erasures")
def group() -> None:
    """Members whose data were erased, after the database was restored to an earlier day."""


@group.command()
@click.option(
    "--journal",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with another machine's list; can be repeated. This machine's own is always read.",
)
@click.option("--apply", is_flag=True, help="Have the worker erase them again, now.")
@with_appcontext
def repeat(folders: tuple[Path, ...], apply: bool) -> None:
    """Say whose data are back in the database although they were erased; with --apply erase them again."""
    settings: Settings = current_app.config["SETTINGS"]
    lines = {line.member: line for folder in (settings.handout_journal, *folders) for line in erased.read(folder)}
    back = 0
    for line in lines.values():
        with transaction(by=OPERATOR):
            member = members.member(line.member)
            there = erasures.newest(line.member)
            if member is None or member.number != line.number or (there is not None and there.state == "done"):
                continue
            back += 1
            click.echo(f"Member No. {member.number}, erased on {line.at:%Y-%m-%d}, is back.")
            if apply:
                erasures.repeat(member, asked_at=line.at, now=clock.now())
            reasons = erasures.in_the_way(member, clock.now())
            if reasons:
                click.echo(f"  It waits until this has ended: {', '.join(reasons)}.")
    click.echo(f"{len(lines)} in the lists, {back} back in the database.")
    if back and apply:
        click.echo("The worker erases them now, and those that wait once nothing is in the way.")
