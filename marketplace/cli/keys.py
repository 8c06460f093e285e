"""`vitrina keys`: the file with the keys that encrypt codes. Anyone who loses it loses the codes."""

import time

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import (
    codes,
    gifts,
    identity,
    mailings,
    partners,
    reports,
    runs,
    settlements,
    suppliers,
    support,
    webhooks,
)
from marketplace.cli.at_hand import at_hand
from marketplace.cli.clients import client
from marketplace.core import audit, clock, idempotency, rekeying, vault
from marketplace.core.actors import OPERATOR
from marketplace.core.db import execute, transaction
from marketplace.core.rekeying import Ciphertexts, Step
from marketplace.settings import load

# All that the vault encrypts. A new kind joins by one line.
CIPHERTEXTS = (
    codes.CIPHERTEXTS,
    gifts.CIPHERTEXTS,
    idempotency.CIPHERTEXTS,
    identity.CIPHERTEXTS,
    mailings.CIPHERTEXTS,
    partners.CIPHERTEXTS,
    reports.CIPHERTEXTS,
    runs.CIPHERTEXTS,
    settlements.CIPHERTEXTS,
    suppliers.CIPHERTEXTS,
    support.accounts.CIPHERTEXTS,
    support.archives.CIPHERTEXTS,
    support.cases.CIPHERTEXTS,
    webhooks.CIPHERTEXTS,
)
PATIENCE_SECONDS = 90  # a transaction that does nothing is ended by the database after 60
TOLD_EVERY_SECONDS = 2


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
        raise click.ClickException(f"{path} already exists; `vitrina keys rotate` adds a key to it") from None
    click.echo(f"Made {path}. Keep a copy in a safe place, away from the database backups.")


@keys.command()
def rotate() -> None:
    """Add a key that encrypts from now on; what older keys encrypted stays readable."""
    path = load().keys_file
    number = vault.rotate(path)
    click.echo(f"Key {number} is now first in {path}, and running processes use it. Update your copy of the file now.")
    click.echo("`vitrina keys reencrypt` re-encrypts what older keys encrypted.")


@keys.command()
@click.option("--set", "size", type=click.IntRange(1, 20_000), default=2_000, show_default=True, help="Rows per batch.")
@click.pass_context
def reencrypt(context: click.Context, size: int) -> None:
    """Encrypt with the newest key what older keys encrypted, while the shop is open.

    It may be broken off and started again at any time: it goes on with what is left.
    """
    context.with_resource(at_hand())
    context.invoke(_reencrypt, size=size)


@keys.command()
@click.pass_context
def retire(context: click.Context) -> None:
    """Take the older keys out of the file, once nothing is encrypted with them any more."""
    context.with_resource(at_hand())
    context.invoke(_retire)


@with_appcontext
def _reencrypt(size: int) -> None:
    older = _left()
    done = {of.name: _renew_all(of, size) for of in CIPHERTEXTS}
    still = _left()
    with transaction(by=OPERATOR):
        after = {"left": still, "renewed": done}
        audit.record("keys.reencrypt", "keys", at=clock.now(), before={"left": older}, after=after)
    left = sum(still.values())
    if left:
        raise click.ClickException(f"{left:,} are left: run it again, or add their missing keys to the file")
    click.echo(
        "Everything is encrypted with the newest key. `vitrina keys retire` removes the older ones from the file."
    )


def _renew_all(of: Ciphertexts, size: int) -> int:
    """Every ciphertext of one kind, a set in a transaction; tells how far it came. Returns how many were renewed."""
    total, began, told = _count(of), time.monotonic(), time.monotonic()
    done = seen = 0
    step = Step((), 0, 0, 0)
    while step.last is not None:
        with transaction(by=OPERATOR):
            execute("SET LOCAL statement_timeout = 0")
            step = rekeying.renew(of, step.last or None, size)
        seen, done = seen + step.seen, done + step.renewed
        if step.last is None or time.monotonic() - told >= TOLD_EVERY_SECONDS:
            told = time.monotonic()
            click.echo(f"{of.name:<16} {seen:>12,} of {total:,}  ({done / (told - began):,.0f} a second)")
    return done


@with_appcontext
def _retire() -> None:
    path, held = current_app.config["SETTINGS"].keys_file, vault.installed()
    unused = held.key_ids - {held.primary_key_id}
    if not unused:
        click.echo("There are no older keys.")
        return
    _wait_for_who_began_before()
    left = {name: count for name, count in _left().items() if count}
    if left:
        raise click.ClickException(
            f"older keys are still in use ({', '.join(f'{name}: {count:,}' for name, count in left.items())}): "
            "first `vitrina keys reencrypt`"
        )
    with transaction(by=OPERATOR):
        audit.record(
            "keys.retire", "keys", at=clock.now(), before={"older_keys": sorted(unused)}, after={"older_keys": []}
        )
    vault.retire(path, unused)
    click.echo(
        f"Took {len(unused)} older keys out of {path}. Older database backups need a copy of the file that has them."
    )


def _wait_for_who_began_before() -> None:
    """Somebody may have encrypted with an older key and not committed yet."""
    ends = time.monotonic() + PATIENCE_SECONDS
    with transaction(by=OPERATOR):
        horizon = rekeying.horizon()
    while True:
        with transaction(by=OPERATOR):
            if rekeying.is_past(horizon):
                return
        if time.monotonic() > ends:
            raise click.ClickException("an older transaction is still open on the server; try again later")
        time.sleep(0.1)


def _left() -> dict[str, int]:
    return {of.name: _count(of) for of in CIPHERTEXTS}


def _count(of: Ciphertexts) -> int:
    with transaction(by=OPERATOR):
        execute("SET LOCAL statement_timeout = 0")
        return rekeying.older(of)
