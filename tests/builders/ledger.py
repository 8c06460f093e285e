"""Accounts and points for tests. Each needs a transaction."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from marketplace import ledger
from marketplace.ledger import Entry
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


def give(programme: Programme, account: int, lots: Sequence[tuple[int, date | None]], *, at: datetime = THEN) -> int:
    """Accrue points to a member: (amount, last day) for each lot. Returns the transfer."""
    source = ledger.account(programme.id, "programme")
    entries = [Entry(source, -sum(amount for amount, _ in lots))]
    entries += [Entry(account, amount, expires_on=day, memo={"what": "bonus"}) for amount, day in lots]
    return ledger.post(
        programme.id, "accrual", ref=a_ref("accrual"), entries=entries, at=at, today=programme.day(at)
    ).transfer_id


def spend(programme: Programme, account: int, points: int, *, at: datetime = THEN, partner_id: int = 1) -> int:
    """Pay a partner with points, outside of any order. Returns the transfer."""
    partner = ledger.account(programme.id, "partner", owner_id=partner_id)
    return ledger.post(
        programme.id, "adjustment", ref=a_ref("spend"), at=at, today=programme.day(at),
        entries=[Entry(account, -points), Entry(partner, points)],
    ).transfer_id  # fmt: skip
