"""`vitrina import rates`: the exchange rates by which cards in another currency than their contract's are settled."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from marketplace.cli.imports.running import import_file
from marketplace.cli.imports.showing import apply_option, file_argument, programme_option
from marketplace.runs import Checked


@click.command("rates")
@file_argument
@programme_option
@click.option("--source", required=True, help="Whose rates these are, as contracts call it, such as ECB.")
@apply_option
@with_appcontext
def rates(file: Path, slug: str | None, source: str, apply: bool) -> None:
    """Take in FILE, a CSV or XLSX with the columns day (2026-11-21), from, to (USD, RUB) and rate: what one unit of `from` is worth in `to`.

    A rate that is there already is kept; one that differs is named, and does not replace it.
    """
    import_file("rates", file, slug, options={"source": source}, apply=apply, show=_show)


def _show(preview: Mapping[str, Any], _checked: Checked) -> None:
    click.echo(f"{preview['source']}: {preview['new']} new, {preview['known']} already there")
    for one in preview["kept"]:
        click.echo(f"{one['from']} to {one['to']} on {one['day']}: another rate than {one['rate']} is kept", err=True)
