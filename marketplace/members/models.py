"""What is stored of members, their bank cards and what they want to be told."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Identity, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

MOMENT = DateTime(timezone=True)
AN_ID = (BigInteger, Identity(always=True))


class Consent(Model):
    """That somebody agreed to a text: a fact, only ever added."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    programme_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(MOMENT)
    request_id: Mapped[str] = mapped_column(Text)


class MemberCard(Model):
    """A bank card whose operations earn points, by the issuer's token."""

    __tablename__ = "member_cards"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger)
    member_id: Mapped[int] = mapped_column(BigInteger)
    token: Mapped[str] = mapped_column(Text)
    bound_at: Mapped[datetime] = mapped_column(MOMENT)
    unbound_at: Mapped[datetime | None] = mapped_column(MOMENT)

    @property
    def last4(self) -> str:
        """The last characters of the token: all that is ever shown of it."""
        return self.token[-4:]


class MemberNotification(Model):
    """One answer of a member to "may we write to you about it"."""

    __tablename__ = "member_notifications"

    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    wanted: Mapped[bool]
