"""`vitrina import`: files from outside. Each is read whole, checked whole, and taken whole or not at all."""

import click

from marketplace.cli.imports.banks import bank_statement, payment_status, till_export
from marketplace.cli.imports.card_operations import card_operations
from marketplace.cli.imports.catalogue import brands, offers
from marketplace.cli.imports.codes import load
from marketplace.cli.imports.drop import drop
from marketplace.cli.imports.rates import rates
from marketplace.cli.imports.reloadly import reloadly


@click.group("import")
def group() -> None:
    """Take in files: brands, catalogues, codes, card operations, banks' files, lists of tills, exchange rates."""


for command in (
    brands,
    offers,
    reloadly,
    load,
    card_operations,
    bank_statement,
    payment_status,
    till_export,
    rates,
    drop,
):
    group.add_command(command)
