"""`vitrina keys client`: the machines that call the API. A key is shown once, when it is made."""

import sys
from datetime import UTC, datetime, timedelta

import click
from flask.cli import with_appcontext

from marketplace import identity, members, programmes
from marketplace.cli.at_hand import at_hand
from marketplace.core import clock, texts
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction


@click.group()
@click.pass_context
def client(context: click.Context) -> None:
    """API clients of a programme and their keys."""
    if not set(sys.argv) & {"-h", "--help"}:
        context.with_resource(at_hand())


@client.command()
@click.option("--programme", "slug", required=True, help="Short name of the programme.")
@click.option("--name", required=True, help="Name of the client, shown in lists and in the audit log.")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(identity.SCOPES), help="Can be repeated."
)
@click.option("--member", "number", help="Number of the only member the key may see; without it, all of them.")
@click.option(
    "--per-minute", type=click.IntRange(1, 100_000), default=600, show_default=True, help="Requests per minute."
)
@click.option("--days", type=click.IntRange(1, 3650), help="Days until the key expires; without it, never.")
@with_appcontext
def create(
    slug: str, name: str, scopes: tuple[str, ...], number: str | None, per_minute: int, days: int | None
) -> None:
    """Make a client and print its key, this once."""
    now = clock.now()
    name = _name(name)
    with transaction(by=OPERATOR):
        programme = _programme(slug)
        member_id = None
        if number is not None:
            member = members.numbered(programme.id, number)
            if member is None:
                raise click.BadParameter("no such member", param_hint="--member")
            member_id = member.id
        made, key = identity.create_client(
            programme.id, name, scopes, member_id=member_id, per_minute=per_minute, now=now,
            expires_at=now + timedelta(days=days) if days else None,
        )  # fmt: skip
    click.echo(f"Client {made.id}. The key is not stored and cannot be shown again:\n{key}")


@client.command("list")
@click.option("--programme", "slug", required=True, help="Short name of the programme.")
@with_appcontext
def show(slug: str) -> None:
    """List the clients of a programme, never their keys."""
    now = datetime.now(UTC)
    for row in identity.clients(_programme(slug).id):
        ended = row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now)
        click.echo(
            f"{row.id}\t{row.name}\tvk_{row.key_prefix}_…\t{' '.join(row.scopes)}\t{'ended' if ended else 'valid'}"
        )


@client.command()
@click.argument("client_id", type=int)
@with_appcontext
def revoke(client_id: int) -> None:
    """End a client's access at once, for ever."""
    with transaction(by=OPERATOR):
        ended = identity.revoke_client(client_id, now=clock.now())
    if not ended:
        raise click.ClickException(f"client {client_id} is not known, or has already ended")
    click.echo(f"Client {client_id} no longer has access.")


def _name(given: str) -> str:
    try:
        name = texts.one_line(given)
    except texts.Unfit as no:
        raise click.BadParameter(str(no.reason), param_hint="--name") from None
    if not 1 <= len(name) <= 80:
        raise click.BadParameter("1 to 80 characters", param_hint="--name")
    return name


def _programme(slug: str) -> programmes.Programme:
    try:
        return programmes.by_slug(slug)
    except programmes.NoProgramme:
        raise click.BadParameter("no such programme", param_hint="--programme") from None
