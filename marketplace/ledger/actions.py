"""What may be done in the ledger. Each verb is one call of a database function."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from marketplace.core.db import execute
from marketplace.ledger.errors import named_refusals
from marketplace.ledger.values import Entry, Expired, Memo, Posted


def account(programme_id: int, kind: str, *, owner_id: int | None = None, unit: str = "points") -> int:
    """The account's id; it is opened when it is first asked for.

    Args:
        kind: 'member', 'held', 'debt' (owner: the member), 'partner' (owner: the partner), or 'programme', 'breakage',
            'suspense' (no owner).
        unit: 'points' or an ISO 4217 currency.
    """
    return int(
        execute(
            "SELECT ledger_open(%(programme)s, %(kind)s, %(owner)s::bigint, %(unit)s)",
            {"programme": programme_id, "kind": kind, "owner": owner_id, "unit": unit},
        ).scalar_one()
    )


def post(
    programme_id: int,
    kind: str,
    *,
    ref: str,
    entries: Sequence[Entry],
    at: datetime,
    today: date,
) -> Posted:
    """Post one transfer whose entries sum to zero in every unit; once by `ref`, which is unique in the installation.

    Args:
        kind: 'accrual', 'clawback', 'order' or 'adjustment' ('hold' has its own verb).
        today: the programme's own date; lots whose last day lies before it cannot be spent.

    Raises:
        NotEnoughPoints: an account would fall below its floor, or its unexpired lots hold less.
        RefUsed: the ref stands for other entries.
        MalformedTransfer: entries do not balance, or an account is not of this programme.
    """
    return _posted(
        """SELECT transfer_id, created FROM ledger_post(%(programme)s, %(kind)s, %(ref)s, %(at)s, %(today)s,
            %(accounts)s::bigint[], %(amounts)s::bigint[], %(expires)s::date[], %(memos)s::text[]::jsonb[])""",
        {
            "programme": programme_id,
            "kind": kind,
            "ref": ref,
            "at": at,
            "today": today,
            "accounts": [entry.account for entry in entries],
            "amounts": [entry.amount for entry in entries],
            "expires": [entry.expires_on for entry in entries],
            "memos": [_json(entry.memo) for entry in entries],
        },
    )


def hold(
    account: int,
    held: int,
    amount: int,
    *,
    programme_id: int,
    ref: str,
    at: datetime,
    today: date,
    memo: Memo | None = None,
) -> Posted:
    """Set points of a member aside until `capture` or `release`. Raises as `post` does."""
    entries = [Entry(account, -amount, memo=memo), Entry(held, amount, memo=memo)]
    return post(programme_id, "hold", ref=ref, entries=entries, at=at, today=today)


def capture(
    hold_id: int, to_account_id: int, *, ref: str, at: datetime, today: date, memo: Memo | None = None
) -> Posted:
    """Hand all that a hold set aside to an account of a partner or the programme.

    Raises:
        AlreadySettled: the hold was captured or released under another ref.
        RefUsed: the ref stands for another transfer.
        MalformedTransfer: there is no such hold, or the account cannot receive it.
    """
    return _settle(hold_id, "capture", to_account_id, ref, at, today, memo)


def release(hold_id: int, *, ref: str, at: datetime, today: date, memo: Memo | None = None) -> Posted:
    """Give held points back to the lots they came from. Raises as `capture` does."""
    return _settle(hold_id, "release", None, ref, at, today, memo)


def reverse(
    transfer_id: int, *, ref: str, at: datetime, today: date, memo: Memo | None = None, kind: str = "reversal"
) -> Posted:
    """Post the opposite of an accrual, order, captured hold or adjustment, once.

    Points go back to the lots that they came from; a captured hold goes back to the member. Points that the transfer
    brought are taken from its own lots first.

    Raises:
        AlreadySettled: it was reversed under another ref.
        NotEnoughPoints: what it brought has been spent.
        RefUsed, MalformedTransfer: as `capture` does.
    """
    assert kind == "reversal", "a reversal is a reversal"
    return _posted(
        """SELECT transfer_id, created FROM ledger_reverse(%(transfer)s, %(ref)s, %(at)s, %(today)s, %(memo)s::jsonb)""",
        {"transfer": transfer_id, "ref": ref, "at": at, "today": today, "memo": _json(memo)},
    )


def expire(programme_id: int, *, at: datetime, today: date, limit: int | None = None) -> Expired:
    """Send what is left of lots whose last day lies before `today` to breakage; running it again changes nothing.

    Args:
        limit: how many members to sweep (and so to lock) in this transaction; all when left out. Call again in a new
            transaction until nothing is due.

    Raises:
        MalformedTransfer: `today` lies after the day of `at` everywhere on earth.
    """
    breakage = account(programme_id, "breakage")
    with named_refusals():
        row = execute(
            """SELECT transfer_id, account_count, lot_count, total
                 FROM ledger_expire(%(programme)s, %(at)s, %(today)s, %(breakage)s, %(limit)s::int)""",
            {
                "programme": programme_id,
                "at": at,
                "today": today,
                "breakage": breakage,
                "limit": limit,
            },
        ).one()
    return Expired(row.transfer_id, row.account_count, row.lot_count, int(row.total or 0))


def keep_days(account_id: int, time_zone: str) -> None:
    """Add up the entries that are not yet in the account's days; nothing for an account that is being written just now.

    Changes what `days` costs, not what it says. For accounts with a running balance.
    """
    execute("SELECT ledger_keep_days(%(account)s, %(zone)s)", {"account": account_id, "zone": time_zone})


def _settle(hold_id: int, kind: str, to: int | None, ref: str, at: datetime, today: date, memo: Memo | None) -> Posted:
    return _posted(
        """SELECT transfer_id, created
             FROM ledger_settle(%(hold)s, %(kind)s, %(to)s::bigint, %(ref)s, %(at)s, %(today)s, %(memo)s::jsonb)""",
        {"hold": hold_id, "kind": kind, "to": to, "ref": ref, "at": at, "today": today, "memo": _json(memo)},
    )


def _posted(sql: str, parameters: Mapping[str, Any]) -> Posted:
    at = parameters["at"]
    assert at.tzinfo is not None, "a transfer happens at a moment with a zone"
    with named_refusals():
        row = execute(sql, parameters).one()
    return Posted(row.transfer_id, row.created)


def _json(memo: Memo | None) -> str | None:
    return None if memo is None else json.dumps(dict(memo), ensure_ascii=False)
