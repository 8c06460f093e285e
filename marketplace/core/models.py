"""The tables of the ground, as the migrations make them. Code here reaches them with plain SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)
EMPTY = text("''")
NOW_XID = text("pg_current_xact_id()")


class Xid8(UserDefinedType[int]):
    """PostgreSQL's number of a transaction, 64 bits, never used twice."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in DDL."""
        return "xid8"


class AuditRecord(Model):
    """Who did what, when and why."""

    __tablename__ = "audit_records"
    __table_args__ = (
        Index("audit_records_by_subject", "subject", "id"),
        Index("audit_records_by_txid", "txid"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    txid: Mapped[int] = mapped_column(Xid8(), server_default=NOW_XID)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_kind: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    request_id: Mapped[str] = mapped_column(Text, server_default=EMPTY)


class Seal(Model):
    """Closes a book up to a transaction."""

    __tablename__ = "seals"
    __table_args__ = (UniqueConstraint("book", "upto"), UniqueConstraint("book", "since"))
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    book: Mapped[str] = mapped_column(Text)
    since: Mapped[int] = mapped_column(Xid8())
    upto: Mapped[int] = mapped_column(Xid8())
    row_count: Mapped[int] = mapped_column(BigInteger)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime] = mapped_column(Moment)


class OutboxRow(Model):
    """A promise."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("topic", "ref"),
        Index("outbox_due", "due_at", postgresql_where=text("kept_at IS NULL AND dead_at IS NULL")),
        Index("outbox_dead", "dead_at", postgresql_where=text("dead_at IS NOT NULL")),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    topic: Mapped[str] = mapped_column(Text)
    ref: Mapped[str] = mapped_column(Text)
    promised_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    last_error: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    kept_at: Mapped[datetime | None] = mapped_column(Moment)
    dead_at: Mapped[datetime | None] = mapped_column(Moment)
    request_id: Mapped[str] = mapped_column(Text, server_default=EMPTY)


class PulseRow(Model):
    """When something that repeats was done last."""

    __tablename__ = "pulses"
    __table_args__ = {"prefixes": ["UNLOGGED"]}
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class BookCheckRow(Model):
    """A look at the books."""

    __tablename__ = "book_checks"
    __table_args__ = (Index("book_checks_right", "id", postgresql_where=text("trouble = ''")),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    trouble: Mapped[str] = mapped_column(Text)


class IdempotencyKey(Model):
    """The answer kept for a key; encrypted."""

    __tablename__ = "idempotency_keys"
    caller: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    route: Mapped[str] = mapped_column(Text)
    body_digest: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int] = mapped_column(Integer)
    content_type: Mapped[str] = mapped_column(Text)
    response: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)


class ThrottleRow(Model):
    """Hits of one key in one stretch of time."""

    __tablename__ = "throttle"
    __table_args__ = {"prefixes": ["UNLOGGED"]}
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    hits: Mapped[int] = mapped_column(Integer)
