"""`vitrina stock`: after a restore, compare the stock with the journals of what was handed out, and sell again."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import codes
from marketplace.core import clock, handed_out
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.settings import Settings

WHY = {
    "journal": "it would sell codes again that were already handed out",
    "seals": "it lacks seals of the books that were noted",
}


@click.group()
def stock() -> None:
    """Codes for sale, after the database was restored to an earlier day."""


@stock.command()
@with_appcontext
def state() -> None:
    """Say whether loaded codes are sold, or why not. Ends with 1 where they are not."""
    with transaction(by=OPERATOR):
        held = codes.quarantine()
    if held is None:
        click.echo("Loaded codes are on sale.")
        return
    click.echo(f"In quarantine since {held.at:%Y-%m-%d %H:%M:%S %Z}: loaded codes are off sale.")
    click.echo(f'The database is behind: {WHY[held.why]}. See "A backup was restored" in docs/operate.md.')
    raise SystemExit(1)


@stock.command()
@click.option(
    "--journal",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with another machine's journal; can be repeated. This machine's own is always read.",
)
@click.option("--why", default="", help="What you have checked, for the audit log. Required with --apply.")
@click.option("--apply", is_flag=True, help="Take these codes out of stock and sell the others.")
@with_appcontext
def reconcile(folders: tuple[Path, ...], why: str, apply: bool) -> None:
    """Compare the stock with what journals say was handed out, and end the quarantine; without --apply only say what would be done.

    Codes that were handed out leave the stock and wait for a decision in the console; those that are not loaded yet are left out
    when they are. The file of seals is put aside, for the books are sealed again from here.
    """
    if apply and not why.strip():
        raise click.UsageError('say what you have checked: --why "..."')
    settings: Settings = current_app.config["SETTINGS"]
    now = clock.now()
    with transaction(by=OPERATOR):
        held = codes.quarantine()
        if held is None:
            click.echo("Loaded codes are on sale; there is nothing to reconcile.")
            return
        lines = handed_out.read((settings.handout_journal, *folders))
        found = codes.reconcile(held, lines, why=why, apply=apply, now=now)
    click.echo(f"{found.lines} lines in the journals.")
    if not found.lines:
        click.echo("NO JOURNAL WAS FOUND: codes handed out since the backup cannot be identified.", err=True)
    click.echo(
        f"{found.withdrawn} codes for sale have already been handed out; {found.unloaded} other codes handed out are not loaded."
    )
    if not apply:
        click.echo(
            "Nothing was changed. Run it again with --apply and --why to take them out of stock and sell the others."
        )
        return
    aside = _put_aside(settings.seal_file, f"{now:%Y%m%d-%H%M%S}")
    click.echo("Loaded codes are on sale again. Those taken out are in the console under Held codes.")
    if aside:
        click.echo(f"The earlier seals are kept in {aside}.")


def _put_aside(path: Path, moment: str) -> Path | None:
    """Seals that the database does not have would be found missing forever; they are kept beside, for anyone who wants to look."""
    if not path.is_file():
        return None
    aside = path.with_name(f"{path.name}.until-{moment}")
    path.rename(aside)
    return aside
