"""`vitrina suppliers`: how programmes are connected with those from whom cards are bought when they are ordered."""

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import suppliers as domain
from marketplace.cli.imports.showing import named_programme, programme_option
from marketplace.core import clock
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.integrations import exact_json
from marketplace.integrations.suppliers.adapters import UNIX, supplier
from marketplace.integrations.suppliers.port import SupplierSilent
from marketplace.suppliers import Connection

source_argument = click.argument("source")


@click.group()
def suppliers() -> None:
    """Connections with suppliers. An offer with fulfilment `supplier` is bought through that of its SOURCE."""


@suppliers.command()
@source_argument
@programme_option
@click.option("--name", required=True, help="Display name.")
@click.option("--url", required=True, help="https://giftcards.reloadly.com, or its sandbox.")
@click.option("--auth-url", default="https://auth.reloadly.com/oauth/token", show_default=True)
@click.option("--client-id", required=True)
@click.password_option("--secret", help="Prompted for if left out; it goes into the vault and is never shown.")
@with_appcontext
def connect(source: str, slug: str | None, name: str, url: str, auth_url: str, client_id: str, secret: str) -> None:
    """Connect a programme with a supplier of Reloadly's API, or change how."""
    for given in (url, auth_url):
        if not given.startswith(("https://", UNIX)):
            raise click.ClickException(f"{given}: begin with https://")
    with transaction(by=OPERATOR):
        made = domain.connect(
            named_programme(slug).id, source, adapter="reloadly", name=name, base_url=url, auth_url=auth_url, client_id=client_id,
            secret=secret, now=clock.now(),
        )  # fmt: skip
    click.echo(f"{made.name}: {_state(made)}")


@suppliers.command("list")
@with_appcontext
def show() -> None:
    """Every connection, and whether it is well."""
    for one in domain.connections():
        click.echo(f"{one.programme_id:>4} {one.source:<20} {one.name:<30} {_state(one)}")


@suppliers.command()
@source_argument
@programme_option
@with_appcontext
def close(source: str, slug: str | None) -> None:
    """Order nothing more; what was ordered is still asked about."""
    with transaction(by=OPERATOR):
        domain.close(_named(slug, source).id, now=clock.now())
    click.echo("closed")


@suppliers.command()
@source_argument
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@programme_option
@with_appcontext
def catalogue(source: str, file: Path, slug: str | None) -> None:
    """Write what the supplier sells into FILE, all pages of it; `vitrina import reloadly` takes it in.

    FILE says of itself that it is the whole list, so what the supplier has dropped leaves the shop with it.
    """
    products: list[dict[str, Any]] = []
    try:
        for page in supplier(_named(slug, source), current_app.config["SETTINGS"].var_dir).catalogue():
            products += page
    except SupplierSilent as silent:
        raise click.ClickException(str(silent)) from None
    whole = {"content": products, "first": True, "last": True, "totalElements": len(products)}
    file.write_text(exact_json.written(whole), encoding="utf-8")
    click.echo(f"{len(products)} products in {file}")


def _named(slug: str | None, source: str) -> Connection:
    try:
        return domain.connection(named_programme(slug).id, source)
    except domain.NoConnection:
        raise click.ClickException(f"this programme has no connection for {source}") from None


def _state(connection: Connection) -> str:
    if connection.closed_at is not None:
        return "closed"
    return "well" if connection.broken_since is None else f"silent since {connection.broken_since:%Y-%m-%d %H:%M} UTC"
