"""`vitrina verify`: whether the books are right, and whether anybody has changed what was sealed."""

import sys
import time
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import catalogue, codes, earning, giftcards, ledger, orders
from marketplace.core import anchors, chain
from marketplace.core.db import execute, transaction
from marketplace.core.findings import Finding

BOOKS = (ledger.BOOK, chain.AUDIT)

Check = Callable[[], list[Finding]]


def _seals() -> list[Finding]:
    return anchors.verify(BOOKS, current_app.config["SETTINGS"].seal_file)


# One line for each domain with rules of its own; what is asked is in its `verify.py`.
CHECKS: dict[str, Check] = {
    "ledger": ledger.invariants,
    "earning": earning.invariants,
    "orders": orders.invariants,
    "gift cards": giftcards.invariants,
    "codes": codes.invariants,
    "catalogue": catalogue.invariants,
    "seals": _seals,
}


@click.command()
@with_appcontext
def verify() -> None:
    """Check every rule of the books, and the chain of seals against the database and the file outside it.

    Prints what is wrong and ends with 1; ends with 0 when all is right. It reads only, beside a running shop as well.
    """
    wrong = 0
    for name, check in CHECKS.items():
        began = time.monotonic()
        with transaction():
            execute("SET LOCAL statement_timeout = 0")
            found = check()
        wrong += len(found)
        said = f"{len(found)} findings" if found else "right"
        click.echo(f"{name:<12} {said}  ({time.monotonic() - began:.1f} s)")
        for finding in found:
            click.echo(f"    {finding}")
    if wrong:
        click.echo(f"The books are NOT right: {wrong} findings.", err=True)
        sys.exit(1)
    click.echo("The books are right.")
