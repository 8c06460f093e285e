"""What is stored of gift cards."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Identity, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)


class GiftCardRow(Model):
    """An issued card: its value, the code it holds, and whose it is."""

    __tablename__ = "giftcards"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"))
    code_id: Mapped[int] = mapped_column(ForeignKey("codes.id"))
    value: Mapped[int] = mapped_column(BigInteger)
    remaining: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=text("'active'"))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_on: Mapped[date] = mapped_column(Date)
    last4: Mapped[str] = mapped_column(Text)
    revealed_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("giftcards_live_code", "code_id", unique=True, postgresql_where=text("state <> 'void'")),
        Index("giftcards_by_member", "member_id", text("id DESC")),
    )


class GiftCardEventRow(Model):
    """Something that happened to a card after it was issued."""

    __tablename__ = "giftcard_events"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    giftcard_id: Mapped[int] = mapped_column(ForeignKey("giftcards.id"))
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        Index("giftcard_events_by_card", "giftcard_id", "id"),
        Index("giftcard_events_delivered", "giftcard_id", unique=True, postgresql_where=text("kind = 'delivered'")),
    )


class StaffRevealRow(Model):
    """How many codes a member of staff has looked at on a day."""

    __tablename__ = "staff_reveals"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    used: Mapped[int] = mapped_column(Integer)
