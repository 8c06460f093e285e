"""`vitrina roles`: who may do what. The first admin, and the person who looks after the installation, get their role here."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import with_appcontext

from marketplace import identity, partners, programmes
from marketplace.core import clock
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.core.errors import NotFound

Command = Callable[..., Any]


@click.group()
def roles() -> None:
    """Roles of people: given, taken back, listed."""


def _whose(command: Command) -> Command:
    """Address, role and place, as `give` and `take` are told them."""
    for option in (
        click.option("--partner", help="Short name of the partner, for a partner's role."),
        click.option("--programme", "slug", help="Short name of the programme; leave out for the whole installation."),
        click.argument("role", type=click.Choice([role.value for role in identity.Role])),
        click.argument("address"),
    ):
        command = option(command)
    return command


@roles.command()
@_whose
@with_appcontext
def give(address: str, role: str, slug: str | None, partner: str | None) -> None:
    """Give ROLE to the person who signs in with ADDRESS."""
    user, programme_id, partner_id = _found(address, slug, partner)
    try:
        with transaction(by=OPERATOR):
            identity.grant(user.id, role, programme_id=programme_id, partner_id=partner_id, now=clock.now())
    except identity.UnknownRole:
        raise click.UsageError(
            f"{role} cannot be given there: staff roles need --programme, partner roles also --partner"
        ) from None
    click.echo(f"{address}: {role}")


@roles.command()
@_whose
@click.option("--why", required=True, help="It is kept in the audit log.")
@with_appcontext
def take(address: str, role: str, slug: str | None, partner: str | None, why: str) -> None:
    """Take ROLE back from the person who signs in with ADDRESS."""
    user, programme_id, partner_id = _found(address, slug, partner)
    held = identity.grant_of(user.id, role, programme_id=programme_id, partner_id=partner_id)
    if held is None:
        raise click.ClickException(f"{address} does not hold this role there")
    try:
        with transaction(by=OPERATOR):
            identity.revoke(held, by=OPERATOR, why=why, now=clock.now())
    except identity.LastGrant:
        raise click.ClickException(
            "nobody would be left who can assign roles there; give this role to somebody else first"
        ) from None
    click.echo(f"{address}: no longer {role}")


@roles.command("list")
@click.option("--programme", "slug", help="Short name of the programme; leave out for the whole installation.")
@with_appcontext
def show(slug: str | None) -> None:
    """List who holds roles in a programme, or for the installation."""
    for one in identity.team(_programme(slug).id if slug else None):
        for held in one.grants:
            whom = partners.partner(held.partner_id).slug if held.partner_id else ""
            click.echo(f"{one.email}\t{held.role}\t{whom}".rstrip())


def _found(address: str, slug: str | None, partner: str | None) -> tuple[identity.User, int | None, int | None]:
    user = identity.user_by_email(address)
    if user is None:
        raise click.BadParameter("nobody signs in with this address", param_hint="ADDRESS")
    programme = _programme(slug) if slug else None
    if partner is None:
        return user, programme.id if programme else None, None
    if programme is None:
        raise click.UsageError("--partner also needs --programme")
    try:
        return user, programme.id, partners.partner_by_slug(programme.id, partner).id
    except NotFound:
        raise click.BadParameter("no such partner", param_hint="--partner") from None


def _programme(slug: str) -> programmes.Programme:
    try:
        return programmes.by_slug(slug)
    except programmes.NoProgramme:
        raise click.BadParameter("no such programme", param_hint="--programme") from None
