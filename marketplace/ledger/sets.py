"""Many members at once: one transfer, written where the rows already are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from marketplace.core.db import execute
from marketplace.ledger.errors import named_refusals
from marketplace.ledger.values import Memo, Posted

REPAID: Memo = {"what": "repayment"}


@dataclass(frozen=True, slots=True)
class Selection:
    """A query of the caller, in order: columns account_id, amount (positive), expires_on, memo (jsonb).

    Parameters are named; names that begin with `ledger_` are taken. Up to some 100,000 rows: they pass through memory.
    """

    sql: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


CALLS = {
    "accrual": """ledger_earn(%(ledger_programme)s, %(ledger_ref)s, %(ledger_at)s, %(ledger_today)s, %(ledger_other)s,
                              g.accounts, g.amounts, g.expires, g.memos, %(ledger_repaid)s::jsonb)""",
    "clawback": """ledger_claw_back(%(ledger_programme)s, %(ledger_ref)s, %(ledger_at)s, %(ledger_today)s, %(ledger_other)s,
                                    g.accounts, g.amounts, g.memos)""",
}


def member_accounts(members: str) -> str:
    """A query: the accounts (account_id) of members (owner_id), opened where they are missing.

    `members` is a query of the caller, `programme` its parameter.
    """
    return f"SELECT owner_id, account_id FROM ledger_open_all(%(programme)s, 'member', ARRAY({members}), 'points')"  # noqa: S608


def post_set(
    kind: Literal["accrual", "clawback"],
    selection: Selection,
    *,
    programme_id: int,
    other_account_id: int,
    ref: str,
    at: datetime,
    today: date,
) -> Posted:
    """Give points to members (accrual) or take them back (clawback), an entry a row, in one transfer; once by `ref`.

    An accrual makes a lot for each member and last day. A clawback takes what each member can spend; the rest is written
    to his debt account, and later accruals repay it first.

    Args:
        other_account_id: the programme's account (or a partner's) that points come from or go to.

    Raises:
        RefUsed: the ref stands for a transfer of another total.
        MalformedTransfer: a row is not a positive amount for a member of the programme, or there is none.
    """
    facts = {
        "ledger_programme": programme_id,
        "ledger_other": other_account_id,
        "ledger_ref": ref,
        "ledger_at": at,
        "ledger_today": today,
        "ledger_repaid": json.dumps(dict(REPAID), ensure_ascii=False),
    }
    sql = f"""
        SELECT r.transfer_id, r.created
          FROM (SELECT array_agg(account_id) AS accounts, array_agg(amount) AS amounts,
                       array_agg(expires_on) AS expires, array_agg(memo) AS memos
                  FROM ({selection.sql}) s) g
         CROSS JOIN LATERAL {CALLS[kind]} r"""  # noqa: S608 - a query of our own code; values go as parameters
    with named_refusals():
        row = execute(sql, {**selection.parameters, **facts}).one()
    return Posted(row.transfer_id, row.created)
