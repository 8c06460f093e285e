"""`vitrina import reloadly`: a supplier's product list."""

from decimal import Decimal
from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace import catalogue, partners
from marketplace.cli.imports.showing import (
    apply_option,
    file_argument,
    named_programme,
    programme_option,
    refusals,
    say_problems,
    show,
    the_whole_file,
)
from marketplace.core import clock, numbers
from marketplace.core.changes import Comparison
from marketplace.core.texts import Unfit
from marketplace.integrations.suppliers import reloadly as supplier
from marketplace.integrations.suppliers.reloadly import Pricing, SupplierCatalogue
from marketplace.programmes import Programme

RATE_MAX = 1_000_000


class _Rate(click.ParamType[tuple[str, Decimal]]):
    """CUR=POINTS: how many points one unit of a currency costs."""

    name = "CUR=POINTS"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Decimal]:
        currency, _, points = value.upper().partition("=")
        try:
            rate = numbers.parse(points)
        except Unfit:
            rate = Decimal(0)
        if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
            self.fail("begin with a currency of three letters: USD=140", param, ctx)
        if not 0 < rate <= RATE_MAX or rate != round(rate, 4):
            self.fail(f"give points above 0, up to {RATE_MAX}, with up to 4 decimals: USD=140", param, ctx)
        return currency, rate


@click.command("reloadly")
@file_argument
@programme_option
@click.option("--rate", "rates", type=_Rate(), multiple=True, help="Points for one unit of a currency; for each one.")
@click.option("--validity-days", type=click.IntRange(1, 3650), default=365, show_default=True)
@click.option("--category", default="international", show_default=True, help="The shelf that new brands stand on.")
@apply_option
@with_appcontext
def reloadly(
    file: Path, slug: str | None, rates: tuple[tuple[str, Decimal], ...], validity_days: int, category: str, apply: bool
) -> None:
    """Publish the products in FILE, Reloadly's product list (JSON), priced by --rate USD=140 --rate EUR=155 …

    Fixed denominations can be ordered once codes are loaded; ranges of values wait for the supplier's own fulfilment.
    Products that make no sense are named and left out. What FILE does not have is withdrawn only where FILE says that it is
    the whole list; one page of several withdraws nothing.
    """
    with refusals(file):
        programme = named_programme(slug)
        pricing = Pricing(dict(rates), programme.decimals, validity_days, category)
        read = supplier.read(file.name, file.read_bytes(), pricing)
        with the_whole_file(apply):
            comparison = _publish(programme, read, category)
    say_problems(read.left_out, read.left_out_total)
    if read.left_out_total:
        click.echo(f"Left out: {read.left_out_total} products.", err=True)
    show(comparison, "Offers", applied=apply)


def _publish(programme: Programme, read: SupplierCatalogue, category: str) -> Comparison:
    now = clock.now()
    if category not in {shelf.slug for shelf in partners.categories()}:
        partners.save_category(category, name_ru="Зарубежные", name_en="International", position=1000)
    partner = partners.save_partner(programme.id, supplier.PARTNER)
    for brand in read.brands:
        partners.save_brand(programme.id, partner.id, brand, now=now)
    return catalogue.publish(programme.id, supplier.SOURCE, read.offers, whole=read.whole, now=now)
