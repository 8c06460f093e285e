"""Accounts and points for tests. Each needs a transaction."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

import psycopg
from psycopg.sql import SQL, Identifier

from marketplace import ledger
from marketplace.core.actors import OPERATOR
from marketplace.core.db import act_as, as_owner
from marketplace.ledger import Entry, Memo
from marketplace.programmes import Programme

THEN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
_owners = count(7_000_001)
_refs = count(1)


def a_ref(prefix: str = "test") -> str:
    """A ref that no other transfer has."""
    return f"{prefix}:{next(_refs)}"


def a_member_account(
    programme: Programme, points: int = 0, *, expires_on: date | None = None, owner_id: int | None = None
) -> int:
    """A member's account (of nobody in particular) with so many points that expire together."""
    account = ledger.account(programme.id, "member", owner_id=owner_id or next(_owners))
    if points:
        give(programme, account, [(points, expires_on)])
    return account


def give(
    programme: Programme,
    account: int,
    lots: Sequence[tuple[int, date | None]],
    *,
    at: datetime = THEN,
    memo: Memo | None = {"what": "bonus"},  # noqa: B006 - nobody changes it
) -> int:
    """Give points to a member, as an operator can: (amount, last day) for each lot. Returns the transfer."""
    source = ledger.account(programme.id, "programme")
    entries = [Entry(source, -sum(amount for amount, _ in lots))]
    entries += [Entry(account, amount, expires_on=day, memo=memo) for amount, day in lots]
    return _adjust(programme, "gift", entries, at)


def spend(programme: Programme, account: int, points: int, *, at: datetime = THEN, partner_id: int = 1) -> int:
    """Pay a partner with points, outside any order. Returns the transfer."""
    partner = ledger.account(programme.id, "partner", owner_id=partner_id)
    return _adjust(programme, "spend", [Entry(account, -points), Entry(partner, points)], at)


def points_last_until(owner_url: str, days: int) -> None:
    """As if what everybody has had come at another time: it lasts so many days from today."""
    where = {"entries": SQL("expires_on IS NOT NULL OR (amount > 0 AND lot_ids IS NULL)")}
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        for table in ("lots", "open_lots", "entries"):
            change = SQL("UPDATE {} SET expires_on = current_date + {} WHERE {}")
            owner.execute(change.format(Identifier(table), days, where.get(table, SQL("true"))))


def _adjust(programme: Programme, what: str, entries: Sequence[Entry], at: datetime) -> int:
    act_as(OPERATOR)
    facts = {"ref": a_ref(what), "why": "a test", "at": at, "today": programme.day(at)}
    with as_owner():
        return ledger.adjust(programme.id, entries=entries, **facts).transfer_id  # type: ignore[arg-type]
