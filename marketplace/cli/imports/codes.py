"""`vitrina import codes`: a partner's file of unsold codes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from marketplace.cli.imports.running import import_file
from marketplace.cli.imports.showing import apply_option, file_argument, programme_option
from marketplace.core import formats
from marketplace.runs import Checked

ROWS_SHOWN = 20


@click.command("codes")
@file_argument
@click.option("--brand", required=True, help="Short name of the brand.")
@click.option("--value", help="What each code is worth, as 500; not needed where the file has a column for it.")
@click.option("--offer", help="Reference of the offer, where several offers have codes of this value.")
@programme_option
@apply_option
@with_appcontext
def load(file: Path, brand: str, value: str | None, offer: str | None, slug: str | None, apply: bool) -> None:
    """Put the codes in FILE (CSV or XLSX: code, pin, value, expires_on) on sale.

    Codes are never shown: what is wrong is named by its row. Codes that are there already are left out.
    """
    options = {"brand": brand, "value": value, "offer": offer}
    import_file("codes", file, slug, options=options, apply=apply, show=_show)


def _show(preview: Mapping[str, Any], checked: Checked) -> None:
    for one in preview["denominations"]:
        click.echo(f"+ {one['offer']}, {formats.money(one['value'], one['currency'], 'en')}: {one['codes']} codes")
    if checked.skipped:
        rows = ", ".join(str(row) for row in preview["already_rows"][:ROWS_SHOWN])
        more = " …" if checked.skipped > ROWS_SHOWN else ""
        click.echo(f"{checked.skipped} codes are there already: row {rows}{more}")
    click.echo(f"Codes: {checked.to_apply} new, {checked.skipped} there already.")
