"""What may be asked about earning."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import select

from marketplace.core.db import db, execute
from marketplace.earning.models import CardOperation


class Paid(NamedTuple):
    """With which bank card something was paid, by its last characters, and where; both empty once they were erased."""

    last4: str
    merchant: str


def paid(operation_ids: Collection[int]) -> Mapping[int, Paid]:
    """With what and where some operations were paid, by their ids: what entries of the ledger do not repeat."""
    rows = execute(
        """SELECT id, CASE WHEN forgotten IS NULL THEN right(token, 4) ELSE '' END AS last4, merchant
             FROM card_operations WHERE id = ANY (%(ids)s)""",
        {"ids": list(operation_ids)},
    )
    return {row.id: Paid(row.last4, row.merchant) for row in rows}


def operations_of(member_id: int, limit: int = 20) -> list[CardOperation]:
    """The last card operations of a member, newest first."""
    mine = select(CardOperation).where(CardOperation.member_id == member_id).order_by(CardOperation.id.desc())
    return list(db.session.scalars(mine.limit(limit)))
