"""`vitrina import card-operations`: the issuer's registry becomes points."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from marketplace import members
from marketplace.cli.imports.running import import_file
from marketplace.cli.imports.showing import apply_option, file_argument, named_programme, programme_option
from marketplace.core import formats
from marketplace.programmes import Programme
from marketplace.runs import Checked

REASONS = {
    "earned": "earned points",
    "taken_back": "refunds, points taken back",
    "waiting": "of the future: they wait until their time has come",
    "no_member": "cards that no member has bound",
    "cash": "cash, earns nothing",
    "quasi_cash": "as good as cash, earns nothing",
    "other_currency": "another currency, earns nothing",
    "too_small": "too small for a point",
    "no_purchase": "refunds without a purchase, take nothing",
    "above_purchase": "refunds of what was given back before, take nothing",
}


@click.command("card-operations")
@file_argument
@programme_option
@apply_option
@with_appcontext
def card_operations(file: Path, slug: str | None, apply: bool) -> None:
    """Accrue points for the bank-card operations in FILE, an issuer's registry (CSV, Windows-1251).

    Each operation counts once, however often it is sent. Nothing is done when a row is wrong.
    """

    def show(preview: Mapping[str, Any], checked: Checked) -> None:
        _show(preview, checked, named_programme(slug))

    import_file("card_operations", file, slug, options={}, apply=apply, show=show)


def _show(preview: Mapping[str, Any], checked: Checked, programme: Programme) -> None:
    click.echo(f"{checked.total} operations: {checked.to_apply} new, {checked.skipped} imported before.")
    for reason, words in REASONS.items():
        if count := preview["reasons"].get(reason):
            click.echo(f"{count:>9}  {words}")
    if preview["flagged"]:
        click.echo(
            f"{preview['flagged']:>9}  refunds to look at: greater than their purchase, in another currency, or without one"
        )
    shown, number = preview["members"], preview["member_count"]
    for brought in shown:
        member = members.member(brought["member_id"])
        points = formats.signed(brought["earned"] - brought["taken_back"], programme.decimals, "en")
        click.echo(f"  member {member.number if member else brought['member_id']}: {points} points")
    if number > len(shown):
        click.echo(f"  … and {number - len(shown)} members more")
    if checked.to_apply:
        total = formats.signed(preview["earned"] - preview["taken_back"], programme.decimals, "en")
        click.echo(f"{total} points for {number} member{'' if number == 1 else 's'}.")
