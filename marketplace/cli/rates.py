"""`vitrina rates`: the exchange rates by which cards in another currency than their contract's are settled."""

import csv
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import settlements
from marketplace.core import clock, numbers
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.settlements import Rate

COLUMNS = ("day", "from", "to", "rate")
DECIMALS_MAX = 12  # a won in dinars has more than a sum of money


@click.group()
def rates() -> None:
    """Exchange rates of the sources that contracts name."""


@rates.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="As contracts call it, such as ECB.")
@click.option("--apply", is_flag=True, help="Keep the rates; without it, the command only shows what it would do.")
@with_appcontext
def load(file: Path, source: str, apply: bool) -> None:
    """Load a CSV with the columns day (2026-11-21), from, to (USD, RUB) and rate: what one unit of `from` is worth in `to`.

    All of it or nothing. A rate that is there already is kept; one that differs is named, and does not replace it.
    """
    found = _read(file)
    try:
        if apply:
            with transaction(by=OPERATOR):
                loaded = settlements.load_rates(source, found, now=clock.now())
        else:
            loaded = settlements.look_at_rates(source, found)
    except settlements.BadRate as no:
        raise click.ClickException(
            f"{no.facts['currency']} on {no.facts['day']}: the rate is zero, negative, too small or too large"
        ) from None
    click.echo(f"{source}: {loaded.new} new, {loaded.known} already there")
    for one in loaded.other:
        click.echo(
            f"{one.from_currency} to {one.to_currency} on {one.day}: another rate than {one.worth} is kept", err=True
        )
    if not apply:
        click.echo("Nothing has been changed. Run it again with --apply.")


def _read(file: Path) -> list[Rate]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        head = text.readline()
        text.seek(0)
        rows = csv.DictReader(text, delimiter=";" if ";" in head else ",")
        if set(rows.fieldnames or ()) != set(COLUMNS):
            raise click.ClickException(f"{file.name}: its columns must be {', '.join(COLUMNS)}")
        return [_rate(row, number) for number, row in enumerate(rows, start=2)]


def _rate(row: dict[str, str], number: int) -> Rate:
    currencies = [row[name].strip() for name in ("from", "to")]
    try:
        day, worth = (
            date.fromisoformat(row["day"].strip()),
            numbers.parse(row["rate"].strip(), decimals_max=DECIMALS_MAX),
        )
    except numbers.Doubtful:
        raise click.ClickException(
            f"row {number}: {row['rate'].strip()} could be a thousand or a fraction; write it with a fourth decimal, such as 91.2150"
        ) from None
    except (AttributeError, ValueError):
        raise click.ClickException(f"row {number}: needs a day such as 2026-11-21 and a rate such as 0.0109") from None
    if (
        any(len(one) != 3 or not one.isascii() or not one.isupper() for one in currencies)
        or currencies[0] == currencies[1]
    ):
        raise click.ClickException(f"row {number}: needs two different currencies, such as USD and RUB")
    return Rate(currencies[0], currencies[1], day, worth)
