"""`vitrina db`: the schema."""

import click
from flask.cli import with_appcontext

from marketplace.cli import tables


@click.group()
def db() -> None:
    """The schema of the database."""


@db.command()
@click.argument("revision", default="head")
@with_appcontext
def upgrade(revision: str) -> None:
    """Bring the tables to the newest version (or to REVISION)."""
    tables.upgrade(revision=revision)


@db.command()
@with_appcontext
def current() -> None:
    """Show the version of the tables."""
    tables.current()
