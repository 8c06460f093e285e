"""What is stored: each card operation once, with what it brought and why."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Identity, Numeric, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)


class CardOperation(Model):
    """A bank-card operation as its issuer reported it, and the points for it."""

    __tablename__ = "card_operations"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Text)
    operation_id: Mapped[str] = mapped_column(Text)
    member_id: Mapped[int | None] = mapped_column(BigInteger)
    token: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    mcc: Mapped[str] = mapped_column(Text)
    merchant: Mapped[str] = mapped_column(Text)
    rrn: Mapped[str] = mapped_column(Text, server_default=text("''"))
    original_amount: Mapped[int] = mapped_column(BigInteger)
    original_currency: Mapped[str] = mapped_column(Text)
    rate: Mapped[Decimal] = mapped_column(Numeric)
    points: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    unplaced: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    imported_at: Mapped[datetime] = mapped_column(Moment)
