"""`vitrina verify`: whether the books are right, and whether anybody has changed what was sealed."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import reports


@click.command()
@with_appcontext
def verify() -> None:
    """Check every rule of the books, and the chain of seals against the database and the file outside it.

    Prints what is wrong and ends with 1; ends with 0 when all is right. It reads only, beside a running shop as well.
    """
    wrong = 0
    settings = current_app.config["SETTINGS"]
    for one in reports.look(settings.seal_file, known=settings.known_in_database, statement_seconds=0):
        wrong += len(one.findings)
        said = f"{len(one.findings)} findings" if one.findings else "right"
        click.echo(f"{one.name:<12} {said}  ({one.seconds:.1f} s)")
        for finding in one.findings:
            click.echo(f"    {finding}")
    if wrong:
        click.echo(f"The books are NOT right: {wrong} findings.", err=True)
        sys.exit(1)
    click.echo("The books are right.")
