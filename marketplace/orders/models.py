"""What is stored of orders: the order, what was accepted with it, and how it ended, each as a fact of its own."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)


class OrderRow(Model):
    """Points exchanged for one thing of an offer."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    ref: Mapped[str] = mapped_column(Text)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brands.id"))
    denomination_id: Mapped[int | None] = mapped_column(ForeignKey("denominations.id"))
    value: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    price_points: Mapped[int] = mapped_column(BigInteger)
    fulfilment: Mapped[str] = mapped_column(Text)
    card_until: Mapped[date] = mapped_column(Date)
    placed_at: Mapped[datetime] = mapped_column(Moment)
    counted_member: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    counted_offer: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))

    __table_args__ = (UniqueConstraint("member_id", "ref"), Index("orders_by_member", "member_id", text("id DESC")))


class AcceptanceRow(Model):
    """One of the two texts that were accepted with an order."""

    __tablename__ = "acceptances"
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class FulfilmentRow(Model):
    """The order's card was issued."""

    __tablename__ = "order_fulfilments"
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class CancellationRow(Model):
    """The order was taken back, and the points with it."""

    __tablename__ = "order_cancellations"
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, server_default=text("''"))


class OfferUsageRow(Model):
    """How many of an offer with a total limit were ordered."""

    __tablename__ = "offer_usage"
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    used: Mapped[int] = mapped_column(Integer)


class MemberOfferUsageRow(Model):
    """How many of an offer with a limit for each member one of them has ordered."""

    __tablename__ = "member_offer_usage"
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    used: Mapped[int] = mapped_column(Integer)
