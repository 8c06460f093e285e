"""What is stored of proposals and of the rules by which they are approved. Code here reaches the tables with plain SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)
EMPTY = text("''")
A_VERSION = ["proposal_versions.proposal_id", "proposal_versions.digest"]


class ProposalRow(Model):
    """The head of a proposal."""

    __tablename__ = "proposals"
    __table_args__ = (Index("proposals_by_subject", "programme_id", "kind", "subject"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    ref: Mapped[str] = mapped_column(Text, unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    kind: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(Text, server_default=EMPTY)


class VersionRow(Model):
    """What exactly is proposed."""

    __tablename__ = "proposal_versions"
    __table_args__ = (
        UniqueConstraint("proposal_id", "digest"),
        Index("proposal_versions_by_author", "edited_by", "proposal_id"),
    )
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    base: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    approvals_needed: Mapped[int] = mapped_column(SmallInteger)
    edited_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    edited_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class DecisionRow(Model):
    """What somebody said to one version."""

    __tablename__ = "proposal_decisions"
    __table_args__ = (
        ForeignKeyConstraint(["proposal_id", "digest"], A_VERSION),
        UniqueConstraint("proposal_id", "digest", "decided_by"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    outcome: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text, server_default=EMPTY)


class ApplicationRow(Model):
    """An approved act that was done."""

    __tablename__ = "proposal_applications"
    __table_args__ = (ForeignKeyConstraint(["proposal_id", "digest"], A_VERSION),)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    applied_at: Mapped[datetime] = mapped_column(Moment)


class NoteRow(Model):
    """Talk beside a proposal."""

    __tablename__ = "proposal_notes"
    __table_args__ = (Index("proposal_notes_by_proposal", "proposal_id", "id"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    audience: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[str] = mapped_column(Text)


class RuleRow(Model):
    """One version of how a kind of act is approved."""

    __tablename__ = "approval_rules"
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    approvers: Mapped[int] = mapped_column(SmallInteger)
    cap: Mapped[int | None] = mapped_column(BigInteger)
    approvers_over_cap: Mapped[int | None] = mapped_column(SmallInteger)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal_applications.proposal_id"), unique=True)
