"""`vitrina runs`: what holds for the files that are taken in."""

import click
from flask.cli import with_appcontext

from marketplace import runs as domain
from marketplace.cli.imports.showing import named_programme, programme_option
from marketplace.core import clock
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction

KINDS = ("brands", "catalogue", "codes", "card_operations")


@click.group()
def runs() -> None:
    """Files that are taken in by runs."""


@runs.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("units", type=click.IntRange(0, 2**31 - 1), required=False)
@programme_option
@with_appcontext
def cap(kind: str, units: int | None, slug: str | None) -> None:
    """Have runs of KIND that change more than UNITS wait for a second person; without UNITS none does."""
    programme = named_programme(slug)
    with transaction(by=OPERATOR):
        domain.set_cap(programme.id, kind, units, now=clock.now())
    click.echo("No run waits." if units is None else f"A run of more than {units} waits for a second person.")
