"""`vitrina import bank-statement`, `payment-status`, `till-export`: what banks and partners' tills say, held against what was expected."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from marketplace import reconciliation
from marketplace.cli.imports.running import import_file
from marketplace.cli.imports.showing import apply_option, file_argument, programme_option
from marketplace.runs import Checked


@click.command("bank-statement")
@file_argument
@programme_option
@click.option("--columns", default="", help="Columns of an acquirer's table: day=Date; credit=Amount.")
@click.option("--add-accounts", is_flag=True, help="Accounts of the file that are new here are the programme's.")
@apply_option
@with_appcontext
def bank_statement(file: Path, slug: str | None, columns: str, add_accounts: bool, apply: bool) -> None:
    """Take in FILE, a bank's statement: camt.052, camt.053, camt.054, MT940, 1CClientBankExchange, or an acquirer's table (CSV).

    An entry that another file had told counts once. Payouts that have left the account are confirmed. Statements of accounts that
    are not the programme's are left out.
    """
    added = reconciliation.ADDED if add_accounts else {}
    import_file("bank_statement", file, slug, options={"columns": columns} | added, apply=apply, show=_statements)


@click.command("payment-status")
@file_argument
@programme_option
@apply_option
@with_appcontext
def payment_status(file: Path, slug: str | None, apply: bool) -> None:
    """Take in FILE, a bank's report of payments (pain.002): what was rejected is owed again."""
    import_file("payment_status", file, slug, options={}, apply=apply, show=_statuses)


@click.command("till-export")
@file_argument
@programme_option
@click.option("--partner", required=True, help="Short name of the partner whose tills these are.")
@click.option("--columns", default="", help="What columns mean, where it is not guessed: amount=Total; till=Register.")
@apply_option
@with_appcontext
def till_export(file: Path, slug: str | None, partner: str, columns: str, apply: bool) -> None:
    """Take in FILE, a list of receipts of a partner's tills (CSV or XLSX), and hold it against what was taken here."""
    import_file(
        "till_export", file, slug, options={"partner": partner, "columns": columns}, apply=apply, show=_receipts
    )


def _statements(preview: Mapping[str, Any], checked: Checked) -> None:
    click.echo(
        f"{preview['statement_count']} statements: {preview['new']} entries new, {preview['known']} entries known, {preview['unread']} unread."
    )
    click.echo(f"{preview['met']:>9}  expectations met, {preview['confirmed']} of them payouts")
    click.echo(f"{preview['returned']:>9}  payouts came back")


def _statuses(preview: Mapping[str, Any], checked: Checked) -> None:
    click.echo(f"{checked.total} statuses, {preview['known']} known.")
    for what, number in preview["new"].items():
        click.echo(f"{number:>9}  {what}")


def _receipts(preview: Mapping[str, Any], checked: Checked) -> None:
    click.echo(f"{checked.total} receipts: {checked.to_apply} new, {preview['matched']} found here.")
