"""What is stored: batches of codes, the codes, and the narrow list of those not yet sold."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model


class Batch(Model):
    """The codes that one file brought for one denomination."""

    __tablename__ = "batches"
    __table_args__ = (
        UniqueConstraint("denomination_id", "file_digest"),
        CheckConstraint("length(name) BETWEEN 1 AND 200"),
        CheckConstraint("length(file_digest) = 32"),
        CheckConstraint("code_count >= 0"),
        UniqueConstraint("id", "brand_id", "denomination_id", name="batches_codes_key"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    brand_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("brands.id"))
    denomination_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("denominations.id"))
    name: Mapped[str] = mapped_column(Text)
    file_digest: Mapped[bytes] = mapped_column(LargeBinary)
    code_count: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class Code(Model):
    """A code as the partner gave it, or as we made it. Never changed, never removed."""

    __tablename__ = "codes"
    __table_args__ = (
        UniqueConstraint("blind", "brand_id"),
        CheckConstraint("length(blind) = 16"),
        CheckConstraint("length(last4) <= 4"),
        CheckConstraint("(batch_id IS NULL) = (denomination_id IS NULL)", name="codes_batch_check"),
        ForeignKeyConstraint(
            ("batch_id", "brand_id", "denomination_id"),
            ("batches.id", "batches.brand_id", "batches.denomination_id"),
            name="codes_batch_fkey",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    brand_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("brands.id"))
    denomination_id: Mapped[int | None] = mapped_column(BigInteger)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    blind: Mapped[bytes] = mapped_column(LargeBinary)
    last4: Mapped[str] = mapped_column(Text)
    expires_on: Mapped[date | None]


class FreeCode(Model):
    """An unsold code: taking it is deleting this row. 'infinity' stands for a code that never expires."""

    __tablename__ = "free_codes"
    __table_args__ = (Index("free_codes_once", "code_id", unique=True),)

    denomination_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("denominations.id"), primary_key=True)
    expires_on: Mapped[date] = mapped_column(Date, primary_key=True, server_default=text("'infinity'::date"))
    code_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("codes.id"), primary_key=True)
