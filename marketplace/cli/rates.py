"""`vitrina rates`: the exchange rates by which cards in another currency than their contract's are settled."""

import csv
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import settlements
from marketplace.core import clock
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.settlements import Rate

COLUMNS = ("day", "from", "to", "rate")


@click.group()
def rates() -> None:
    """Exchange rates of the sources that contracts name."""


@rates.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="As contracts call it, such as ECB.")
@with_appcontext
def load(file: Path, source: str) -> None:
    """Load a CSV with the columns day (2026-11-21), from, to (USD, RUB) and rate: what one unit of `from` is worth in `to`.

    All of it or nothing. A rate that is there already stays; one that differs is named, and nothing of it is changed.
    """
    found = _read(file)
    with transaction(by=OPERATOR):
        try:
            loaded = settlements.load_rates(source, found, now=clock.now())
        except settlements.BadRate as no:
            raise click.ClickException(f"{no.facts['currency']} on {no.facts['day']}: no rate is like this") from None
    click.echo(f"{source}: {loaded.new} new, {loaded.known} known")
    for one in loaded.other:
        click.echo(
            f"{one.from_currency} to {one.to_currency} on {one.day} stands as another than {one.worth}", err=True
        )


def _read(file: Path) -> list[Rate]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        head = text.readline()
        text.seek(0)
        rows = csv.DictReader(text, delimiter=";" if ";" in head else ",")
        if set(rows.fieldnames or ()) != set(COLUMNS):
            raise click.ClickException(f"{file.name}: its columns have to be {', '.join(COLUMNS)}")
        return [_rate(row, number) for number, row in enumerate(rows, start=2)]


def _rate(row: dict[str, str], number: int) -> Rate:
    currencies = [row[name].strip() for name in ("from", "to")]
    try:
        day, worth = date.fromisoformat(row["day"].strip()), Decimal(row["rate"].strip().replace(",", "."))
    except (AttributeError, InvalidOperation, ValueError):
        raise click.ClickException(f"row {number}: a day such as 2026-11-21 and a number are needed") from None
    if (
        any(len(one) != 3 or not one.isascii() or not one.isupper() for one in currencies)
        or currencies[0] == currencies[1]
    ):
        raise click.ClickException(f"row {number}: two currencies such as USD and RUB are needed")
    return Rate(currencies[0], currencies[1], day, worth)
