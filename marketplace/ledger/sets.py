"""Many members at once: one transfer, written where the rows already are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from marketplace.core.db import execute
from marketplace.ledger.errors import named_refusals
from marketplace.ledger.values import Memo, Posted

REPAID: Memo = {"title_ru": "Погашение долга", "title_en": "Points owed, repaid", "icon": "undo-2"}


@dataclass(frozen=True, slots=True)
class Selection:
    """A query of the caller, in order: columns account_id, amount (positive), expires_on, memo (jsonb).

    Parameters are named; names that begin with `ledger_` are taken. Up to some 100,000 rows: they pass through memory.
    """

    sql: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def earn_set(
    selection: Selection, *, programme_id: int, from_account_id: int, ref: str, at: datetime, today: date
) -> Posted:
    """Accrue points to members' accounts, an entry a row, a lot for each member and last day; once by `ref`.

    What a member owes from an earlier `claw_back_set` is repaid from it first.

    Raises:
        RefUsed: the ref stands for a transfer of another total.
        MalformedTransfer: a row is not a positive amount for a member of the programme, or there is none.
    """
    return _post(
        """ledger_earn(%(ledger_programme)s, %(ledger_ref)s, %(ledger_at)s, %(ledger_today)s, %(ledger_other)s,
                       g.accounts, g.amounts, g.expires, g.memos, %(ledger_repaid)s::jsonb)""",
        selection,
        {
            "ledger_programme": programme_id,
            "ledger_other": from_account_id,
            "ledger_ref": ref,
            "ledger_at": at,
            "ledger_today": today,
            "ledger_repaid": json.dumps(dict(REPAID), ensure_ascii=False),
        },
    )


def claw_back_set(
    selection: Selection, *, programme_id: int, to_account_id: int, ref: str, at: datetime, today: date
) -> Posted:
    """Take points back from members, an entry a row, as far as each can pay; once by `ref`.

    The rest is written to the member's debt account, which later accruals repay. Raises as `earn_set` does.
    """
    return _post(
        """ledger_claw_back(%(ledger_programme)s, %(ledger_ref)s, %(ledger_at)s, %(ledger_today)s, %(ledger_other)s,
                            g.accounts, g.amounts, g.memos)""",
        selection,
        {
            "ledger_programme": programme_id,
            "ledger_other": to_account_id,
            "ledger_ref": ref,
            "ledger_at": at,
            "ledger_today": today,
        },
    )


def _post(call: str, selection: Selection, parameters: Mapping[str, Any]) -> Posted:
    sql = f"""
        SELECT r.transfer_id, r.created
          FROM (SELECT array_agg(account_id) AS accounts, array_agg(amount) AS amounts,
                       array_agg(expires_on) AS expires, array_agg(memo) AS memos
                  FROM ({selection.sql}) s) g
         CROSS JOIN LATERAL {call} r"""  # noqa: S608 - a query of our own code; values go as parameters
    with named_refusals():
        row = execute(sql, {**selection.parameters, **parameters}).one()
    return Posted(row.transfer_id, row.created)
