"""What the ledger's own functions do, called with the owner's rights: there is no order and no file behind it.

For tests of the ledger itself. Whatever happens in a shop has its cause; a gift of points is an adjustment (`tests.builders.ledger`).
A test that uses these is marked `ledger_alone`: its transfers have no causes, so the ledger's own rules alone are asked of them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from marketplace import ledger
from marketplace.core.db import as_owner, execute
from marketplace.ledger import Entry, Memo, Posted

WHY = "a test"


def post(programme_id: int, kind: str, *, ref: str, entries: Sequence[Entry], at: datetime, today: date) -> Posted:
    """One transfer of any kind that can be posted; an adjustment by the product's own verb."""
    if kind == "adjustment":
        with as_owner():
            return ledger.adjust(programme_id, ref=ref, entries=entries, why=WHY, at=at, today=today)
    return _called(
        """ledger_post(%(programme)s, %(kind)s, %(ref)s, %(at)s, %(today)s, %(accounts)s::bigint[], %(amounts)s::bigint[],
                       %(expires)s::date[], %(memos)s::text[]::jsonb[])""",
        {
            "programme": programme_id, "kind": kind, "ref": ref, "at": at, "today": today,
            "accounts": [entry.account for entry in entries], "amounts": [entry.amount for entry in entries],
            "expires": [entry.expires_on for entry in entries], "memos": [_json(entry.memo) for entry in entries],
        },
    )  # fmt: skip


def hold(account: int, held: int, amount: int, *, programme_id: int, ref: str, at: datetime, today: date) -> Posted:
    """Points of a member set aside."""
    entries = [Entry(account, -amount), Entry(held, amount)]
    return post(programme_id, "hold", ref=ref, entries=entries, at=at, today=today)


def capture(hold_id: int, to_account_id: int, *, ref: str, at: datetime, today: date) -> Posted:
    """A hold handed over."""
    facts = {"hold": hold_id, "to": to_account_id, "ref": ref, "at": at, "today": today}
    return _called("ledger_settle(%(hold)s, 'capture', %(to)s, %(ref)s, %(at)s, %(today)s, NULL)", facts)


def release(hold_id: int, *, ref: str, at: datetime, today: date) -> Posted:
    """A hold given back."""
    facts = {"hold": hold_id, "ref": ref, "at": at, "today": today}
    return _called("ledger_settle(%(hold)s, 'release', NULL, %(ref)s, %(at)s, %(today)s, NULL)", facts)


def reverse(transfer_id: int, *, ref: str, at: datetime, today: date) -> Posted:
    """The opposite of a transfer."""
    facts = {"transfer": transfer_id, "ref": ref, "at": at, "today": today}
    return _called("ledger_reverse(%(transfer)s, %(ref)s, %(at)s, %(today)s, NULL)", facts)


@dataclass(frozen=True)
class Selection:
    """A query: columns account_id, amount (positive), expires_on, memo."""

    sql: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


SETS = {
    "accrual": """ledger_earn(%(set_programme)s, %(set_ref)s, %(set_at)s, %(set_today)s, %(set_other)s,
                              g.accounts, g.amounts, g.expires, g.memos, '{"what": "repayment"}')""",
    "clawback": """ledger_claw_back(%(set_programme)s, %(set_ref)s, %(set_at)s, %(set_today)s, %(set_other)s, g.accounts, g.amounts, g.memos,
                                    %(set_brought)s::bigint[], %(set_brought_to)s::bigint[], %(set_brought_points)s::bigint[])""",
}


def post_set(
    kind: Literal["accrual", "clawback"],
    selection: Selection,
    *,
    programme_id: int,
    other_account_id: int,
    ref: str,
    at: datetime,
    today: date,
    brought: Sequence[tuple[int, int, int]] = (),
) -> Posted:
    """Many members at once; `brought` (transfer, account, points) is what is taken back first."""
    facts = {
        "set_brought": [transfer for transfer, _, _ in brought],
        "set_brought_to": [account for _, account, _ in brought],
        "set_brought_points": [points for _, _, points in brought],
        "set_programme": programme_id,
        "set_other": other_account_id,
        "set_ref": ref,
        "set_at": at,
        "set_today": today,
    }
    return _called(
        f"""(SELECT array_agg(account_id) AS accounts, array_agg(amount) AS amounts, array_agg(expires_on) AS expires,
                    array_agg(memo) AS memos FROM ({selection.sql}) s) g CROSS JOIN LATERAL {SETS[kind]} r""",
        {**selection.parameters, **facts},
    )  # fmt: skip


def _called(sql: str, facts: Mapping[str, Any]) -> Posted:
    with as_owner(), ledger.named_refusals():
        row = execute(f"SELECT transfer_id, created FROM {sql}", facts).one()
    return Posted(row.transfer_id, row.created)


def _json(memo: Memo | None) -> str | None:
    return None if memo is None else json.dumps(dict(memo), ensure_ascii=False)
