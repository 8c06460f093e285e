"""What is stored of people and machines that come in.

The mixins and some column names are Flask-Security's: it reads and writes these tables when somebody signs in.
"""

from datetime import datetime

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.db import Model

MOMENT = DateTime(timezone=True)
AN_ID = (BigInteger, Identity(always=True))


class User(UserMixin, Model):
    """One person who signs in."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    email: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text, server_default="")
    password: Mapped[str | None] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    fs_uniquifier: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime] = mapped_column(MOMENT)
    signed_in_at: Mapped[datetime | None] = mapped_column(MOMENT)
    language: Mapped[str] = mapped_column(Text, server_default="")
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=text("now()"))
    tf_primary_method: Mapped[str | None] = mapped_column(Text)
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSONB(none_as_null=True)))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(Text)  # type: ignore[assignment]

    # The library's names: it appends new passkeys here. It has no roles of its own; ours are grants.
    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        cascade="all, delete-orphan", order_by="Passkey.id"
    )
    grants: Mapped[list["Grant"]] = relationship(order_by="Grant.id", viewonly=True)
    tf_phone_number = None
    roles = ()  # type: ignore[assignment]

    @property
    def known_as(self) -> str:
        """What colleagues know them by: their name, or their address where they have said none."""
        return self.name or self.email

    @property
    def has_totp(self) -> bool:
        """Whether an authenticator application is set up."""
        return bool(self.tf_primary_method and self.tf_totp_secret)

    @property
    def has_factor(self) -> bool:
        """Whether there is anything beside the password to ask for."""
        return self.has_totp or bool(self.webauthn)

    @property
    def needs_factor(self) -> bool:
        """Whether the password alone must not let them in: they work for a programme, a partner or the house."""
        return bool(self.grants)

    def check_tf_required(self, methods: list[tuple[str, str]], _fresh: bool) -> tuple[bool, list[tuple[str, str]]]:
        """Asked by the library after the password was right: is a second factor due?

        `methods` are those that follow a password. Who works for a programme and has only a passkey that signs in
        alone is stopped here; who has nothing yet comes in, and gets no further than to where one is set up.
        """
        return bool(methods) or (self.needs_factor and self.has_factor), methods

    def check_tf_required_setup(self) -> bool:
        """Asked by the library: must the second factor stay?"""
        return self.needs_factor


class Grant(Model):
    """A role in one programme, for one partner of it, or (without a programme) for the whole installation."""

    __tablename__ = "grants"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    role: Mapped[str] = mapped_column(Text)
    programme_id: Mapped[int | None] = mapped_column(BigInteger)
    partner_id: Mapped[int | None] = mapped_column(BigInteger)
    granted_at: Mapped[datetime] = mapped_column(MOMENT, server_default=text("now()"))


class Passkey(WebAuthnMixin, Model):
    """A key on somebody's device: alone it signs in ("first"), or it stands beside a password ("secondary")."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    transports: Mapped[list[str] | None] = mapped_column(JSONB)
    extensions: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    usage: Mapped[str] = mapped_column(Text)
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(Text)
    create_datetime: Mapped[datetime] = mapped_column(MOMENT, server_default=text("now()"))
    lastuse_datetime: Mapped[datetime] = mapped_column(MOMENT)


class UserSession(Model):
    """Where somebody is signed in; the cookie holds the key of which this is the digest."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"))
    key_digest: Mapped[bytes] = mapped_column(LargeBinary)
    began_at: Mapped[datetime] = mapped_column(MOMENT)
    ends_at: Mapped[datetime] = mapped_column(MOMENT)
    agent: Mapped[str] = mapped_column(Text, server_default="")


class EmailChange(Model):
    """A new address that waits to be confirmed; the letter holds the token of which this is the digest."""

    __tablename__ = "email_changes"

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(Text)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(MOMENT)
    ends_at: Mapped[datetime] = mapped_column(MOMENT)


class ApiClient(Model):
    """A machine that calls the API."""

    __tablename__ = "api_clients"

    id: Mapped[int] = mapped_column(*AN_ID, primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Text)
    key_prefix: Mapped[str] = mapped_column(Text)
    key_digest: Mapped[bytes] = mapped_column(LargeBinary)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    member_id: Mapped[int | None] = mapped_column(BigInteger)
    per_minute: Mapped[int] = mapped_column(server_default=text("600"))
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=text("now()"))
    expires_at: Mapped[datetime | None] = mapped_column(MOMENT)
    revoked_at: Mapped[datetime | None] = mapped_column(MOMENT)
