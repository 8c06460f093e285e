"""Accounts, transfers, entries and lots: points and money move here, in double entry, and nowhere else.

What must never go wrong (locks in order, floors, lots, once by ref) stands in the SQL functions of
`marketplace/ledger/sql`; this package calls them.
"""

from marketplace.ledger.actions import account, adjust, expire, keep_days
from marketplace.ledger.book import BOOK
from marketplace.ledger.errors import AlreadySettled, MalformedTransfer, NotEnoughPoints, RefUsed, named_refusals
from marketplace.ledger.queries import (
    balance,
    balance_of,
    coming_back,
    days,
    ending,
    fresh,
    history,
    lots_by_day,
    lots_moved,
    members_between,
    movements,
    open_lots,
    total,
)
from marketplace.ledger.rules import by_month, next_expiry, take
from marketplace.ledger.values import (
    Day,
    Days,
    Ending,
    Entry,
    Expired,
    Expiry,
    Fresh,
    Lot,
    LotMove,
    LotsOfDay,
    Memo,
    Month,
    Movement,
    Posted,
    Taken,
)
from marketplace.ledger.verify import invariants

__all__ = [
    "BOOK",
    "AlreadySettled",
    "Day",
    "Days",
    "Ending",
    "Entry",
    "Expired",
    "Expiry",
    "Fresh",
    "Lot",
    "LotMove",
    "LotsOfDay",
    "MalformedTransfer",
    "Memo",
    "Month",
    "Movement",
    "NotEnoughPoints",
    "Posted",
    "RefUsed",
    "Taken",
    "account",
    "adjust",
    "balance",
    "balance_of",
    "by_month",
    "coming_back",
    "days",
    "ending",
    "expire",
    "fresh",
    "history",
    "invariants",
    "keep_days",
    "lots_by_day",
    "lots_moved",
    "members_between",
    "movements",
    "named_refusals",
    "next_expiry",
    "open_lots",
    "take",
    "total",
]
