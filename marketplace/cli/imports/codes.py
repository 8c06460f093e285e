"""`vitrina import codes`: a partner's file of unsold codes."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import codes
from marketplace.cli.imports.showing import (
    apply_option,
    file_argument,
    named_programme,
    programme_option,
    refusals,
    say_end,
    the_whole_file,
)
from marketplace.codes import LoadedFile
from marketplace.core import clock, formats

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
    with refusals(file):
        programme = named_programme(slug)
        with the_whole_file(apply):
            done = codes.load_file(
                programme.id, brand, file.name, file.read_bytes(), value=value, offer=offer, apply=apply,
                now=clock.now(),
            )  # fmt: skip
    _show(done, applied=apply)


def _show(done: LoadedFile, *, applied: bool) -> None:
    loaded = done.loaded
    for denomination_id, count in loaded.new.items():
        stocked = done.denominations[denomination_id]
        worth = formats.money(stocked.value, stocked.currency, "en")
        click.echo(f"+ {stocked.external_ref}, {worth}: {count} codes")
    if loaded.already:
        rows = ", ".join(str(row) for row in loaded.already_rows[:ROWS_SHOWN])
        more = " …" if loaded.already > ROWS_SHOWN else ""
        click.echo(f"{loaded.already} codes are there already: row {rows}{more}")
    click.echo(f"Codes: {sum(loaded.new.values())} new, {loaded.already} there already.")
    say_end(applied, not loaded.new)
