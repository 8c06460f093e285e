"""What is stored of members, their bank cards and what they want to be told."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

MOMENT = DateTime(timezone=True)
AN_ID = (BigInteger, Identity(always=True))


class MemberRow(Model):
    """A person in one programme, as stored; everybody else sees `values.Member`."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("programme_id", "number"), UniqueConstraint("programme_id", "user_id"))

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    user_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    number: Mapped[str] = mapped_column(Text)
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text, server_default="")
    city_slug: Mapped[str | None] = mapped_column(Text, ForeignKey("cities.slug"))
    language: Mapped[str] = mapped_column(Text, server_default="")
    tier: Mapped[str] = mapped_column(Text, server_default="")
    joined_at: Mapped[datetime] = mapped_column(MOMENT)


class SignUp(Model):
    """What a person said at sign-up, until his address is confirmed."""

    __tablename__ = "sign_ups"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default="")
    city_slug: Mapped[str | None] = mapped_column(Text, ForeignKey("cities.slug"))
    member_number: Mapped[str] = mapped_column(Text, server_default="")
    at: Mapped[datetime] = mapped_column(MOMENT)


class Consent(Model):
    """That somebody agreed to a text: a fact, only ever added."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("user_id", "programme_id", "kind", "digest"),)

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    kind: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(MOMENT)
    request_id: Mapped[str] = mapped_column(Text)


class MemberCard(Model):
    """A bank card whose operations earn points, by the issuer's token."""

    __tablename__ = "member_cards"
    __table_args__ = (
        Index("member_cards_by_token", "programme_id", "token"),
        Index("member_cards_bound", "programme_id", "token", unique=True, postgresql_where=text("unbound_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    member_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("members.id"), index=True)
    token: Mapped[str] = mapped_column(Text)
    bound_at: Mapped[datetime] = mapped_column(MOMENT)
    unbound_at: Mapped[datetime | None] = mapped_column(MOMENT)

    @property
    def last4(self) -> str:
        """The last signs of the token: all that is ever shown of it."""
        return self.token[-4:]


class MemberNotification(Model):
    """One answer of a member to "may we write to you about it"."""

    __tablename__ = "member_notifications"

    member_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("members.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    wanted: Mapped[bool]
