"""`vitrina import brands` and `vitrina import catalogue`: our own forms of a catalogue."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace.cli.imports.running import import_file
from marketplace.cli.imports.showing import apply_option, file_argument, programme_option, show_comparison


@click.command("brands")
@file_argument
@programme_option
@apply_option
@with_appcontext
def brands(file: Path, slug: str | None, apply: bool) -> None:
    """Add and change brands and their partners from FILE (CSV or XLSX). None is ever removed."""
    import_file("brands", file, slug, options={}, apply=apply, show=show_comparison("Brands"))


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
    import_file("catalogue", file, slug, options={"source": source}, apply=apply, show=show_comparison("Offers"))
