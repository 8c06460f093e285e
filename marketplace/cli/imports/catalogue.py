"""`vitrina import brands` and `vitrina import catalogue`: our own forms of a catalogue."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import catalogue, partners
from marketplace.cli.imports.showing import (
    apply_option,
    file_argument,
    named_programme,
    programme_option,
    refusals,
    show,
    the_whole_file,
)
from marketplace.core import clock


@click.command("brands")
@file_argument
@programme_option
@apply_option
@with_appcontext
def brands(file: Path, slug: str | None, apply: bool) -> None:
    """Add and change brands and their partners from FILE (CSV or XLSX). None is ever removed."""
    with refusals(file):
        programme = named_programme(slug)
        with the_whole_file(apply):
            comparison = partners.load_brands(programme.id, file.name, file.read_bytes(), apply=apply, now=clock.now())
    show(comparison, "Brands", applied=apply)


@click.command("catalogue")
@file_argument
@programme_option
@click.option("--source", default="own", show_default=True, help="Whose file it is; it speaks for its own offers only.")
@apply_option
@with_appcontext
def offers(file: Path, slug: str | None, source: str, apply: bool) -> None:
    """Publish the offers in FILE (CSV or XLSX) and their prices.

    FILE is complete for the brands that it names: an offer of theirs that it leaves out is withdrawn. Nothing is done
    when a row is wrong; the same file twice changes nothing.
    """
    with refusals(file):
        programme = named_programme(slug)
        with the_whole_file(apply):
            comparison = catalogue.load_file(
                programme, file.name, file.read_bytes(), source=source, apply=apply, now=clock.now()
            )
    show(comparison, "Offers", applied=apply)
