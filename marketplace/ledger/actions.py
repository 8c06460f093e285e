"""What may be done in the ledger. Each verb is one call of a database function.

Points move for a cause of another domain (an order, card operations): its own database function writes the cause and calls the
ledger's in one go, so there is no verb for that here.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime

from marketplace.core.db import execute
from marketplace.ledger.errors import named_refusals
from marketplace.ledger.values import Entry, Expired, Memo, Posted

_EXPIRE = """SELECT transfer_id, account_count, lot_count, total
    FROM ledger_expire(%(programme)s, %(at)s, %(today)s, %(breakage)s, %(limit)s::int)"""


def account(programme_id: int, kind: str, *, owner_id: int | None = None, unit: str = "points") -> int:
    """The account's id; it is opened when it is first asked for.

    Args:
        kind: 'member', 'held', 'debt' (owner: the member), 'partner' (owner: the partner), or 'programme', 'breakage',
            'suspense', 'gateway' (what a payment provider holds), 'prepaid' (paid and not handed over yet); these have no owner.
        unit: 'points' or an ISO 4217 currency.
    """
    return int(
        execute(
            "SELECT ledger_open(%(programme)s, %(kind)s, %(owner)s::bigint, %(unit)s)",
            {"programme": programme_id, "kind": kind, "owner": owner_id, "unit": unit},
        ).scalar_one()
    )


def adjust(programme_id: int, *, ref: str, entries: Sequence[Entry], why: str, at: datetime, today: date) -> Posted:
    """Post a correction that no order and no card operation stands behind, once by `ref`, and record who made it and why.

    Only with the owner's rights (`core.db.as_owner`): the application's role cannot move points without their cause.

    Args:
        entries: they sum to zero in every unit.
        today: the programme's own date; lots whose last day lies before it cannot be spent.

    Raises:
        NotEnoughPoints: an account would fall below its floor, or its unexpired lots hold less.
        RefUsed: the ref stands for other entries.
        MalformedTransfer: entries do not balance, an account is not of this programme, or no reason is given.
    """
    assert at.tzinfo is not None, "a transfer happens at a moment with a zone"
    with named_refusals():
        row = execute(
            """SELECT transfer_id, created FROM ledger_adjust(%(programme)s, %(ref)s, %(at)s, %(today)s, %(accounts)s::bigint[],
                %(amounts)s::bigint[], %(expires)s::date[], %(memos)s::text[]::jsonb[], %(why)s)""",
            {
                "programme": programme_id, "ref": ref, "at": at, "today": today, "why": why,
                "accounts": [entry.account for entry in entries],
                "amounts": [entry.amount for entry in entries],
                "expires": [entry.expires_on for entry in entries],
                "memos": [_json(entry.memo) for entry in entries],
            },
        ).one()  # fmt: skip
    return Posted(row.transfer_id, row.created)


def expire(programme_id: int, *, at: datetime, today: date, limit: int | None = None) -> Expired:
    """Send what is left of lots whose last day lies before `today` to breakage; running it again changes nothing.

    Args:
        limit: how many members to sweep (and so to lock) in this transaction; all when left out. Call again in a new
            transaction until nothing is due.

    Raises:
        MalformedTransfer: `today` lies after the day of `at` everywhere on earth.
    """
    breakage = account(programme_id, "breakage")
    facts = {"programme": programme_id, "at": at, "today": today, "breakage": breakage, "limit": limit}
    with named_refusals():
        row = execute(_EXPIRE, facts).one()
        # Whoever was faster has taken what it found; what they moved to another account, as two memberships that became one, is still due there.
        while row.transfer_id is not None and not row.lot_count:
            row = execute(_EXPIRE, facts).one()
    return Expired(row.transfer_id, row.account_count, row.lot_count, int(row.total or 0))


def keep_days(account_id: int, time_zone: str) -> None:
    """Add up the entries that are not yet in the account's days; nothing for an account that is being written just now.

    Changes what `days` costs, not what it says. For accounts with a running balance.
    """
    execute("SELECT ledger_keep_days(%(account)s, %(zone)s)", {"account": account_id, "zone": time_zone})


def _json(memo: Memo | None) -> str | None:
    return None if memo is None else json.dumps(dict(memo), ensure_ascii=False)
