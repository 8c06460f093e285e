"""What may be asked about earning."""

from sqlalchemy import select

from marketplace.core.db import db
from marketplace.earning.models import CardOperation


def operations_of(member_id: int, limit: int = 20) -> list[CardOperation]:
    """The last card operations of a member, newest first."""
    mine = select(CardOperation).where(CardOperation.member_id == member_id).order_by(CardOperation.id.desc())
    return list(db.session.scalars(mine.limit(limit)))
