"""Which accounts are the programme's own: those it pays from, and those that somebody has added with a statement of them."""

from collections.abc import Sequence

from marketplace import settlements
from marketplace.core.db import execute
from marketplace.reconciliation.rules import fits_account
from marketplace.reconciliation.values import BankStatement
from marketplace.runs import Given

ADDED = {"accounts": "add"}  # the option of a file whose accounts are added


def foreign(given: Given, statements: Sequence[BankStatement]) -> list[str]:
    """The accounts of these statements that are none of the programme's, as the file names them; none where they are to be added."""
    if ADDED.items() <= given.options.items():
        return []
    rows = execute("SELECT number, currency FROM bank_accounts WHERE programme_id = %(id)s", {"id": given.programme_id})
    known, paid_from = {(row.number, row.currency) for row in rows}, settlements.own_account(given.programme_id)
    own = {fits_account(number) for number in (paid_from.holder.account, paid_from.holder.iban)} if paid_from else set()
    strange = (
        one.account
        for one in statements
        if (one.account, one.currency) not in known and fits_account(one.account) not in own
    )
    return list(dict.fromkeys(strange))
