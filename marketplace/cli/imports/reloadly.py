"""`vitrina import reloadly`: a supplier's product list."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from marketplace import catalogue
from marketplace.cli.imports.running import import_file
from marketplace.cli.imports.showing import apply_option, file_argument, programme_option, say_problems, show_changes
from marketplace.core.changes import Comparison
from marketplace.core.problems import Problem
from marketplace.core.texts import Unfit
from marketplace.integrations.suppliers import reloadly_run
from marketplace.runs import Checked


class _Rate(click.ParamType[str]):
    """CUR=POINTS: how many points one unit of a currency costs."""

    name = "CUR=POINTS"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            currency, rate = catalogue.rate_of(value)
        except Unfit as unfit:
            self.fail(str(unfit), param, ctx)
        return f"{currency}={rate}"


@click.command("reloadly")
@file_argument
@programme_option
@click.option("--rate", "rates", type=_Rate(), multiple=True, help="Points for one unit of a currency; for each one.")
@click.option("--validity-days", type=click.IntRange(1, 3650), default=reloadly_run.VALIDITY_DAYS, show_default=True)
@click.option(
    "--category", default=reloadly_run.CATEGORY, show_default=True, help="The shelf that new brands stand on."
)
@apply_option
@with_appcontext
def reloadly(
    file: Path, slug: str | None, rates: tuple[str, ...], validity_days: int, category: str, apply: bool
) -> None:
    """Publish the products in FILE, Reloadly's product list (JSON), priced by --rate USD=140 --rate EUR=155 …

    Where the programme is connected with the supplier every card is bought when it is ordered; fixed denominations only once the codes
    that were loaded for them are sold. Without a connection fixed denominations are sold from loaded codes, and ranges wait.
    Products that make no sense are named and left out. What FILE does not have is withdrawn only where FILE says that it is
    the whole list; one page of several withdraws nothing.
    """
    options = {"rates": " ".join(rates), "validity_days": str(validity_days), "category": category}
    import_file("reloadly", file, slug, options=options, apply=apply, show=partial(_show, file.name))


def _show(name: str, preview: Mapping[str, Any], _checked: Checked) -> None:
    left_out = [Problem(name, one["row"], one["column"], one["reason"]) for one in preview["left_out"]]
    say_problems(left_out, preview["left_out_total"])
    show_changes(Comparison.from_json(preview), "Offers")
