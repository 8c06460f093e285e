"""`vitrina statement`: whether a statement is still what happened."""

import sys

import click
from flask.cli import with_appcontext

from marketplace import settlements
from marketplace.core.db import snapshot


@click.group()
def statement() -> None:
    """Statements of partners."""


@statement.command()
@click.argument("number")
@with_appcontext
def replay(number: str) -> None:
    """Draw a statement once more from what happened and compare it, to the byte, with the one that was sent.

    Prints its fingerprint (SHA-256); ends with 1 where the two differ, with 2 where there is no such statement.
    """
    with snapshot(0):
        try:
            found = settlements.replay(settlements.statement(number))
        except settlements.NoStatement:
            click.echo(f"There is no statement {number}.", err=True)
            sys.exit(2)
    click.echo(f"drawn    {found.kept.hex()}\nstored   {found.stored.hex()}\nredrawn  {found.redrawn.hex()}")
    if not found.same:
        click.echo(f"Statement {number} is NOT what happened.", err=True)
        sys.exit(1)
    click.echo(f"Statement {number} is the same to the byte.")
