"""`vitrina keys`: the file with the keys that encrypt codes. Whoever loses it loses the codes."""

import click

from marketplace.cli.clients import client
from marketplace.core import vault
from marketplace.settings import load


@click.group()
def keys() -> None:
    """The key file (KEYS_FILE), which is kept apart from the database and its backups."""


keys.add_command(client)


@keys.command()
def create() -> None:
    """Make a key file; an existing one is never replaced."""
    path = load().keys_file
    try:
        vault.new_key_file(path)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; `vitrina keys rotate` adds a key to it") from None
    click.echo(f"Made {path}. Keep a copy in a safe place, apart from the backups of the database.")


@keys.command()
def rotate() -> None:
    """Add a key that encrypts from now on; what older keys encrypted stays readable."""
    path = load().keys_file
    number = vault.rotate(path)
    click.echo(f"Key {number} is now first in {path}. Start web and worker again, and renew your copy of the file.")
