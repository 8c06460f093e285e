"""What is stored: accounts with balances, transfers with entries, lots. Written by SQL functions alone."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)


class Xid8(UserDefinedType[int]):
    """PostgreSQL's transaction number, which tells the seal what was written when."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class Account(Model):
    """Whose points or money: of a member, a partner or the programme itself, in one unit."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("programme_id", "kind", "owner_id", "unit", postgresql_nulls_not_distinct=True),
        Index("accounts_by_txid", "txid"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    txid: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    kind: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Moment, server_default=text("now()"))


class Balance(Model):
    """The running balance of a member's account, its floor, and the lock of the account."""

    __tablename__ = "balances"
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    balance: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    floor: Mapped[int | None] = mapped_column(BigInteger)
    ceiling: Mapped[int | None] = mapped_column(BigInteger)
    keeps_lots: Mapped[bool] = mapped_column(Boolean)


class Transfer(Model):
    """One event in the books."""

    __tablename__ = "transfers"
    __table_args__ = (Index("transfers_by_txid", "txid"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    txid: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    programme_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Text)
    ref: Mapped[str] = mapped_column(Text, unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    settles_id: Mapped[int | None] = mapped_column(ForeignKey("transfers.id"), unique=True)


class EntryRow(Model):
    """One line of a transfer, with the balance after it and the lots it moved."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("entries_by_account", "account_id", text("id DESC")),
        Index("entries_by_transfer", "transfer_id"),
        Index("entries_by_txid", "txid"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    txid: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    transfer_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    balance_after: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    expires_on: Mapped[date | None] = mapped_column(Date)
    lot_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    lot_amounts: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    memo: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class LotRow(Model):
    """Points that came together and expire together."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("transfer_id", "account_id", "expires_on", postgresql_nulls_not_distinct=True),
        Index("lots_by_account", "account_id", "id"),
        Index("lots_by_txid", "txid"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    txid: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    account_id: Mapped[int] = mapped_column(BigInteger)
    transfer_id: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    expires_on: Mapped[date | None] = mapped_column(Date)


class AccountDay(Model):
    """What an account's entries of one day of a time zone came to; kept for pages, told by the entries."""

    __tablename__ = "account_days"
    __table_args__ = (UniqueConstraint("account_id", "time_zone", "last_id"),)
    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    time_zone: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    balance_after: Mapped[int] = mapped_column(BigInteger)
    came: Mapped[int] = mapped_column(BigInteger)
    went: Mapped[int] = mapped_column(BigInteger)
    earned: Mapped[int] = mapped_column(BigInteger)
    spent: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int] = mapped_column(BigInteger)


class OpenLot(Model):
    """What is left of a lot; the row goes when nothing is."""

    __tablename__ = "open_lots"
    __table_args__ = (
        Index("open_lots_in_order", "account_id", text("expires_on NULLS LAST"), "lot_id"),
        Index("open_lots_by_day", "expires_on", postgresql_where=text("expires_on IS NOT NULL")),
    )
    lot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(BigInteger)
    expires_on: Mapped[date | None] = mapped_column(Date)
    remaining: Mapped[int] = mapped_column(BigInteger)
