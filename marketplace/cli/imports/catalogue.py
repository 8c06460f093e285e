"""`vitrina import brands` and `vitrina import catalogue`: our own forms of a catalogue."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import catalogue
from marketplace.cli.imports.running import import_file
from marketplace.cli.imports.showing import apply_option, file_argument, programme_option, show_comparison, whole_option


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
@whole_option
@apply_option
@with_appcontext
def offers(file: Path, slug: str | None, source: str, whole: bool, apply: bool) -> None:
    """Publish the offers in FILE (CSV or XLSX) and their prices.

    What FILE leaves out stays in the shop, unless it is said to be whole. Nothing is done when a row is wrong; the same file
    twice changes nothing.
    """
    options = {"source": source, **(catalogue.WHOLE if whole else {})}
    import_file("catalogue", file, slug, options=options, apply=apply, show=show_comparison("Offers"))
